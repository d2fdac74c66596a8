"""What a browser would send: whole, valid forms, so that nothing but the rule itself can refuse them."""

import datetime as dt
from typing import Any

from masthead.accounts.models import Account
from masthead.content.models import Draft
from masthead.core import clock


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
