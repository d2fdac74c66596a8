"""Addresses of `publishing`."""

from django.urls import path

from masthead.publishing.views import by_hand, calendar, callbacks, engine, kits, materials, publications

app_name = "publishing"
urlpatterns = [
    path("", publications.publications, name="publications"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("engine/", engine.engine, name="engine"),
    path("callback/<int:account_pk>/", callbacks.callback, name="callback"),
    path("schedule/<int:draft_pk>/", publications.schedule, name="schedule"),
    path("of-draft/<int:pk>/", publications.draft_publications, name="draft_publications"),
    path("of-material/<int:pk>/", materials.material_publications, name="material_publications"),
    path("of-account/<int:pk>/", publications.account_publications, name="account_publications"),
    path("<int:pk>/", publications.publication_detail, name="publication_detail"),
    path("<int:pk>/move/", publications.move, name="move"),
    path("<int:pk>/cancel/", publications.cancel, name="cancel"),
    path("<int:pk>/retry/", publications.retry, name="retry"),
    path("<int:pk>/resolve/", publications.resolve, name="resolve"),
    path("<int:pk>/kit/", kits.kit, name="kit"),
    path("<int:pk>/kit/files/<slug:name>/", kits.kit_file, name="kit_file"),
    path("<int:pk>/kit/pictures.zip", kits.kit_archive, name="kit_archive"),
    path("<int:pk>/kit/tick/", kits.tick, name="kit_tick"),
    path("<int:pk>/kit/handoff/", kits.handoff, name="kit_handoff"),
    path("kit/scan/<str:token>/", kits.kit_scan, name="kit_scan"),
    path("kit/media/<str:token>/", kits.kit_media, name="kit_media"),
    path("<int:pk>/proof/", by_hand.proof, name="proof"),
    path("<int:pk>/proof/confirm/", by_hand.confirm, name="proof_confirm"),
    path("<int:pk>/proof/return/", by_hand.send_back, name="proof_return"),
    path("<int:pk>/not-published/", by_hand.not_published, name="not_published"),
    path("<int:pk>/operator/", by_hand.operator, name="operator"),
]
