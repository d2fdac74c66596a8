from django.urls import path

from masthead.platforms.views import catalogue, selection

app_name = "platforms"
urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("add/", catalogue.add_platform, name="add"),
    path("limits/", catalogue.limits, name="limits"),
    path("limits/<int:pk>/", catalogue.correct_limit, name="limit"),
    path("selection/", selection.selection, name="selection"),
    path("selection/criteria/", selection.criteria, name="criteria"),
    path("selection/<int:pk>/", selection.assessment, name="assessment"),
    path("selection/<int:pk>/change/", selection.change, name="assessment_change"),
    path("selection/<int:pk>/submit/", selection.submit, name="assessment_submit"),
    path("of/<slug:key>/", selection.platform, name="platform"),
    path("of/<slug:key>/assess/", selection.assess, name="assess"),
]
