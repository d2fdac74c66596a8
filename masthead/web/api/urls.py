"""Addresses below /api/v1/."""

from django.urls import path

from masthead.web.api import reference
from masthead.web.api.root import gated_urls

app_name = "api"
urlpatterns = [
    path("docs", reference.reference, name="reference"),
    path("openapi.json", reference.openapi, name="openapi"),
    *gated_urls(),
    path("<path:rest>", reference.nothing, name="nothing"),
]
