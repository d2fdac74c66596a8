from django.urls import path

from masthead.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("_map/", views.house, name="house"),
    path("_ui/", views.gallery, name="gallery"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
]
