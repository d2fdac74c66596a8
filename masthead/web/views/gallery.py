"""The gallery: every component in every state, and the five archetypes with invented contents."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from masthead.core.permissions import for_every_member
from masthead.web import specimens

PAGES = ("parts", "list", "detail", "editor", "dashboard", "wizard")


@for_every_member
def gallery(request: HttpRequest) -> HttpResponse:
    """`/_ui/?page=parts|list|detail|editor|dashboard|wizard`."""
    wanted = request.GET.get("page", "")
    page = wanted if wanted in PAGES else PAGES[0]
    return render(request, f"web/gallery/{page}.html", specimens.context())
