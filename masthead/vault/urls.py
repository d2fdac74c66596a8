from django.urls import path

from masthead.vault import views

app_name = "vault"
urlpatterns = [path("", views.secrets, name="secrets")]
