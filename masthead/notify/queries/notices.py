"""Reads of `notify`."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.core.errors import NotThere
from masthead.notify.models import Notice
from masthead.notify.registry import KINDS
from masthead.org import queries as org
from masthead.org.models import Member

UNREAD = "notify.unread"
BELL_ROWS = 8


@dataclass(frozen=True)
class BellNotices:
    """What the bell shows: the newest notices and the kept count of unread ones."""

    rows: list[Notice]
    unread: int


def notices_of(member: Member, *, unread: bool = False) -> QuerySet[Notice]:
    """The member's notices, newest first."""
    rows = Notice.objects.filter(member=member).order_by("-pk")
    return rows.filter(read_at=None) if unread else rows


def unread_count(member: Member) -> int:
    """The kept counter of unread notices."""
    return org.counters_of(member).get(UNREAD, 0)


def bell_of(member: Member) -> BellNotices:
    """Unread notices first, then the newest read ones; at most three queries."""
    rows = list(notices_of(member, unread=True)[:BELL_ROWS])
    if len(rows) < BELL_ROWS:
        rows += notices_of(member).exclude(read_at=None)[: BELL_ROWS - len(rows)]
    return BellNotices(rows, unread_count(member))


def unread_first(member: Member) -> QuerySet[Notice]:
    """All notices for the list page, ordered there by `seen` (0 = unread) and newest first, so that unread ones lead."""
    return Notice.objects.filter(member=member)


def get_notice_for(member: Member, pk: int) -> Notice:
    """The member's own notice. Raises NotThere for anybody else's."""
    found = Notice.objects.filter(member=member, pk=pk).first()
    if found is None:
        raise NotThere(_("没有这条通知，或它不是发给您的。"), code="notice_not_there")
    return found


def icon_of(kind: str) -> str:
    """The icon of a kind; kinds of rooms that are gone keep a plain one."""
    entry = KINDS.get(kind)
    return entry.icon if entry else "bell"
