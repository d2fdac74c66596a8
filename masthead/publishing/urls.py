"""Addresses of `publishing`."""

from django.urls import path

from masthead.publishing.views import calendar, callbacks, engine, publications

app_name = "publishing"
urlpatterns = [
    path("", publications.publications, name="publications"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("engine/", engine.engine, name="engine"),
    path("callback/<int:account_pk>/", callbacks.callback, name="callback"),
    path("schedule/<int:draft_pk>/", publications.schedule, name="schedule"),
    path("of-draft/<int:pk>/", publications.draft_publications, name="draft_publications"),
    path("of-account/<int:pk>/", publications.account_publications, name="account_publications"),
    path("<int:pk>/", publications.publication_detail, name="publication_detail"),
    path("<int:pk>/move/", publications.move, name="move"),
    path("<int:pk>/cancel/", publications.cancel, name="cancel"),
    path("<int:pk>/retry/", publications.retry, name="retry"),
    path("<int:pk>/resolve/", publications.resolve, name="resolve"),
]
