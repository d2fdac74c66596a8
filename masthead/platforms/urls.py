from django.urls import path

from masthead.platforms import views

app_name = "platforms"
urlpatterns = [path("", views.catalogue, name="catalogue")]
