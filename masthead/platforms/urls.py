from django.urls import path

from masthead.platforms.views import catalogue

app_name = "platforms"
urlpatterns = [path("", catalogue.catalogue, name="catalogue")]
