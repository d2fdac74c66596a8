"""Global search: rooms, deeds and things, as a page of its own and inside the dialog that Ctrl-K opens."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from masthead.core import navigation
from masthead.core.permissions import for_every_member
from masthead.core.search.queries import search as search_index
from masthead.core.search.registry import SEARCHABLE

IN_DIALOG, ON_PAGE, DEEPEST, LONGEST = 8, 20, 200, 80


@for_every_member
def search(request: HttpRequest) -> HttpResponse:
    """What the words of `q` lead to. `kind` narrows to one sort of thing; `from` goes on behind so many."""
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    kind = request.GET.get("kind", "")
    is_dialog = bool(getattr(request, "htmx", False))
    shown = _places(request, words) | _things(request, words, kind if kind in SEARCHABLE else "", is_dialog)
    return render(request, "web/search.html#found" if is_dialog else "web/search.html", shown)


def _places(request: HttpRequest, words: str) -> dict[str, Any]:
    member: Any = request.user
    rooms = [(e.label, navigation.href(e)) for e in navigation.entries_for(member, words)] if words else []
    return {"q": words, "rooms": rooms, "deeds": navigation.deeds_for(member, words) if words else []}


def _things(request: HttpRequest, words: str, kind: str, is_dialog: bool) -> dict[str, Any]:  # noqa: FBT001  which of two shapes of one page
    limit = IN_DIALOG if is_dialog else ON_PAGE
    start = request.GET.get("from", "")
    skip = min(int(start), DEEPEST) if start.isascii() and start.isdigit() and not is_dialog else 0
    found = search_index(request.user, words, kinds=[kind] if kind else (), limit=limit, skip=skip)
    kinds = [(s.kind, s.label) for s in sorted(SEARCHABLE.values(), key=lambda s: s.order) if _has_some(request, s)]
    deeper = found.more and skip + limit <= DEEPEST
    return {
        "found": found, "kind": kind, "kinds": kinds, "skip": skip, "before": max(skip - limit, 0),
        "after": skip + limit if deeper else 0, "cut": found.more and not deeper and not is_dialog,
    }  # fmt: skip


def _has_some(request: HttpRequest, kind: Any) -> bool:
    reach = kind.reach(request.user)
    return bool(reach.everything or reach.unit_ids or reach.account_group_ids or reach.member_id is not None)
