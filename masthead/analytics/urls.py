"""Addresses of `analytics`."""

from django.urls import path

from masthead.analytics import views

app_name = "analytics"
urlpatterns = [
    path("", views.ranking, name="ranking"),
    path("of-draft/<int:pk>/", views.draft_figures, name="draft_figures"),
]
