"""Telling members, and their reading."""

from collections.abc import Iterable

from django.db import transaction

from masthead.core import clock
from masthead.notify.models import Notice
from masthead.notify.registry import NOTICE_KINDS
from masthead.org import actions as org_actions
from masthead.org.models import Member
from masthead.trail.guards import silent

COUNTER = "notify.unread"


@silent("a notice repeats a deed that is on the trail")
@transaction.atomic
def tell(
    *, kind: str, members: Iterable[Member | int], title: str, url: str, body: str = "", by: Member | None = None, clause: str = ""
) -> int:
    """Tell each member once, inside the deed's transaction; returns how many were told. Raises KeyError for an unknown kind."""
    NOTICE_KINDS[kind]
    keys = dict.fromkeys(m if isinstance(m, int) else m.pk for m in members)
    for key in keys:
        Notice.objects.create(
            member_id=key, kind=kind, title=title[:200], body=body, url=url[:300], clause=clause, sender_name=str(by) if by else "", created_at=clock.now()
        )
        org_actions.add_to_counter(member_id=key, key=COUNTER, by_amount=1)
    return len(keys)


@silent("reading a notice is no duty")
@transaction.atomic
def read_notice(*, notice: Notice, by: Member) -> None:
    """Mark one notice read. Races: reading twice counts once."""
    if Notice.objects.filter(pk=notice.pk, member=by, read_at=None).update(read_at=clock.now()):
        org_actions.add_to_counter(member_id=by.pk, key=COUNTER, by_amount=-1)


@silent("reading a notice is no duty")
@transaction.atomic
def read_all(*, by: Member) -> int:
    """Mark everything read; returns how many were unread."""
    count = Notice.objects.filter(member=by, read_at=None).update(read_at=clock.now())
    if count:
        org_actions.add_to_counter(member_id=by.pk, key=COUNTER, by_amount=-count)
    return count
