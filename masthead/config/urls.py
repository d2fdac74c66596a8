"""Which chapter answers at which address."""

from django.urls import URLPattern, URLResolver, include, path

ROOMS = {
    "": "web",
    "api/v1/": "web.api",
    "org/": "org",
    "trail/": "trail",
    "notices/": "notify",
    "approvals/": "approvals",
    "rulebook/": "rulebook",
    "vault/": "vault",
    "platforms/": "platforms",
    "collab/": "collab",
    "accounts/": "accounts",
    "compliance/": "compliance",
    "content/": "content",
    "publishing/": "publishing",
    "analytics/": "analytics",
    "files/": "core.files",
}
urlpatterns: list[URLPattern | URLResolver] = [
    path("auth/", include("masthead.org.auth_urls")),  # allauth's names, without a namespace
    *(path(prefix, include(f"masthead.{room}.urls")) for prefix, room in ROOMS.items()),
]

handler400 = "masthead.web.views.error_400"
handler403 = "masthead.web.views.error_403"
handler404 = "masthead.web.views.error_404"
handler500 = "masthead.web.views.error_500"
