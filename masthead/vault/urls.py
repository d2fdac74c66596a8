from django.urls import path

from masthead.vault.views import secrets

app_name = "vault"
urlpatterns = [path("", secrets.secrets, name="secrets")]
