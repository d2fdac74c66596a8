"""The timeline of an account: what was done, by chapter, with the daily noise of machines folded to one line."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.accounts.events import AccountEvent as E
from masthead.accounts.models import Account
from masthead.trail.models import Event
from masthead.trail.queries import events_of
from masthead.trail.templatetags.trail import timeline_entry

MOST = 80
REGISTER = (E.REGISTERED, E.STATUS_CHANGED, E.STATUS_ASKED, E.STATUS_REFUSED, E.CERTIFIED, E.FILED, E.UNFILED)
CHANGES = (E.CHANGED, E.DOSSIER_SAVED, E.HANDOVER_BEGUN, E.HANDED, E.ACKNOWLEDGED)
CONNECTION = (E.TESTED, E.LOST)
SECRETS = (E.CONNECTED, E.FROZEN, E.UNFROZEN, E.DOCUMENT_STORED, E.DOCUMENT_OPENED)

CHAPTERS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "register": (gettext_lazy("登记"), tuple(str(e) for e in REGISTER)),
    "changes": (gettext_lazy("信息变更"), tuple(str(e) for e in CHANGES)),
    "connection": (gettext_lazy("连接"), tuple(str(e) for e in CONNECTION)),
    "secrets": (gettext_lazy("凭据与资料"), tuple(str(e) for e in SECRETS)),
    "publishing": (gettext_lazy("发布与数据"), ()),
}


def entries_of(account: Account, chapter: str) -> list[dict[str, Any]]:
    """Newest first; runs of the same deed of the system become one line; one query."""
    rows = events_of(account)
    if chapter == "publishing":
        rows = rows.exclude(name__startswith="accounts:").exclude(name__startswith="refused:masthead.accounts")
    elif chapter:
        rows = rows.filter(name__in=CHAPTERS[chapter][1])
    return _folded(list(rows[:MOST]))


def _folded(events: list[Event]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    last: tuple[str, str] | None = None
    for event in events:
        key = (event.name, event.actor_kind)
        if event.actor_kind == "system" and key == last:
            found[-1]["folded"] = found[-1].get("folded", 1) + 1
            found[-1]["note"] = _("同类记录共 %(n)d 次，最早在 %(day)s") % {
                "n": found[-1]["folded"],
                "day": f"{event.at:%Y-%m-%d}",
            }
            continue
        last = key
        found.append(timeline_entry(event))
    return found
