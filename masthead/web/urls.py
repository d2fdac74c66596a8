from django.urls import path

from masthead.web import views
from masthead.web.views import monitoring, search, setup, system

app_name = "web"
urlpatterns = [
    path("", setup.leads_to_set_up(views.home), name="home"),
    path("setup/", setup.company, name="setup_company"),
    path("setup/group/", setup.group, name="setup_group"),
    path("setup/admin/", setup.admin, name="setup_admin"),
    path("system/", system.system, name="system"),
    path("healthz/", system.probe, name="probe"),
    path("livez/", monitoring.alive, name="alive"),
    path("readyz/", monitoring.ready, name="ready"),
    path("metrics", monitoring.metrics, name="metrics"),
    path("search/", search.search, name="search"),
    path("_map/", views.house, name="house"),
    path("_ui/", views.gallery, name="gallery"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
]
