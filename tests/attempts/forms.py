"""What a browser would send: whole, valid forms, so that nothing but the rule itself can refuse them."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.content.models import Draft
from masthead.core import clock
from masthead.publishing.models import Publication


def moment(at: dt.datetime) -> str:
    """A moment as a datetime-local field sends it."""
    return f"{clock.china(at):%Y-%m-%dT%H:%M}"


def schedule(*accounts: Account, at: dt.datetime | None = None) -> dict[str, Any]:
    """The schedule form; 立即发布 is pressed unless a time is told."""
    form = {"accounts": [a.pk for a in accounts], "planned_at": moment(at or clock.now()), "crowded_ok": "on"}
    return form if at else form | {"at_once": "1"}


def text(draft: Draft, **changes: Any) -> dict[str, Any]:
    """The editor's form with the words of the current version, some of them changed."""
    now = draft.revision
    assert now is not None
    words = {
        "title": now.title, "byline": now.byline, "digest": now.digest, "html": now.html, "cover": now.cover_id or "",
        "source_url": now.source_url, "expected_revision": now.number,
    }  # fmt: skip
    return words | changes


def keystrokes(draft: Draft, **changes: Any) -> dict[str, Any]:
    """What the editor keeps while somebody types."""
    body = text(draft, **changes)
    return body | {"base": body.pop("expected_revision"), "serial": 0, "window": "w1", "cover": None}


def release(
    draft: Draft, *, accounts: list[int] | None = None, end: dt.datetime | None = None, **more: Any
) -> dict[str, Any]:
    """The form of accounts and window."""
    kept = list(draft.accounts.values_list("pk", flat=True)) if accounts is None else accounts
    assert draft.window_start and draft.window_end
    return {
        "accounts": kept,
        "window_start": moment(draft.window_start),
        "window_end": moment(end or draft.window_end),
    } | more


@dataclass(frozen=True)
class Box:
    """The form of the box that a drag opens, filled in as a person would."""

    address: str
    form: dict[str, Any]

    @property
    def kind(self) -> str:
        return "outside" if self.address.endswith("/replan/") else "inside"


def let_go(page: Client, publication: Publication, at: dt.datetime) -> Box | None:
    """What the calendar does when a chip is let go: the box for that time, and what its form would send; None when it refuses."""
    asked = page.get(
        reverse("publishing:moving", args=[publication.pk]), {"at": moment(at)}, headers={"HX-Request": "true"}
    )
    found = (
        re.search(r'action="([^"]+/(?:move|replan)/)"', asked.content.decode()) if asked.status_code == 200 else None
    )
    filled = {"planned_at": moment(at), "note": "纪念文章，部长已审定", "reason": "活动改期，时段要变", "sure": "on"}
    return Box(found[1], filled) if found else None
