"""Which chapter answers at which address."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

ROOMS = {
    "": "web",
    "org/": "org",
    "trail/": "trail",
    "notices/": "notify",
    "approvals/": "approvals",
    "rulebook/": "rulebook",
    "vault/": "vault",
    "platforms/": "platforms",
    "accounts/": "accounts",
    "compliance/": "compliance",
    "content/": "content",
    "publishing/": "publishing",
    "analytics/": "analytics",
    "files/": "core.files",
}
urlpatterns: list[URLPattern | URLResolver] = []
if find_spec("masthead.org.auth_urls"):
    urlpatterns.append(path("auth/", include("masthead.org.auth_urls")))  # allauth's names, without a namespace
urlpatterns += [
    path(prefix, include(f"masthead.{room}.urls"))
    for prefix, room in ROOMS.items()
    if find_spec(f"masthead.{room}.urls")
]

handler400 = "masthead.web.views.error_400"
handler403 = "masthead.web.views.error_403"
handler404 = "masthead.web.views.error_404"
handler500 = "masthead.web.views.error_500"
