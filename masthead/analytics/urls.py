"""Addresses of `analytics`."""

from django.urls import path

from masthead.analytics.views import figures, imports

app_name = "analytics"
urlpatterns = [
    path("", figures.ranking, name="ranking"),
    path("of-draft/<int:pk>/", figures.draft_figures, name="draft_figures"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.figure_import, name="figure_import"),
    path("imports/<int:pk>/assign/", imports.assign, name="import_assign"),
    path("imports/<int:pk>/apply/", imports.apply, name="import_apply"),
    path("imports/<int:pk>/discard/", imports.discard, name="import_discard"),
    path("of-publication/<int:pk>/", imports.publication_figures, name="publication_figures"),
    path("of-publication/<int:pk>/enter/", imports.enter, name="enter"),
]
