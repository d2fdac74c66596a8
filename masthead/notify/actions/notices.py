"""Telling members, and their reading it. A notice stands or falls with the deed that it reports."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import override

from masthead.core import clock
from masthead.notify.actions.planning import plan_deliveries
from masthead.notify.models import Notice
from masthead.notify.queries import UNREAD
from masthead.notify.queries import preferences as preference_queries
from masthead.notify.registry import KINDS
from masthead.org import actions as org
from masthead.org.models import Member
from masthead.trail.guards import silent

TITLE_LENGTH, BODY_LENGTH = 200, 2000


@silent("a notice repeats a deed that is on the trail itself")
def tell(
    *,
    kind: str,
    members: Iterable[Member | int],
    title: str | Promise,
    url: str,
    body: str | Promise = "",
    by: Member | None = None,
    clause: str = "",
    at: dt.datetime | None = None,
    urgent: bool = False,
) -> list[Notice]:
    """Tell members once each; the one who did the deed and people who left are not told. Lazy words come in each reader's language.

    Mails and robots follow after the commit by rows written here; `urgent` goes through quiet hours.
    Raises: KeyError for a kind that nobody declared, ValueError for an address outside this house.
    """
    KINDS[kind]
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError(f"a notice leads to a page of this house, not to {url!r}")
    wanted = {m if isinstance(m, int) else m.pk for m in members} - {by.pk if by else 0}
    with transaction.atomic(savepoint=False):  # it stands or falls with the deed around it
        people = preference_queries.people_of(wanted)
        notices = [
            Notice(
                member_id=pk, kind=kind, title=_in(member.language, title)[:TITLE_LENGTH], body=_in(member.language, body)[:BODY_LENGTH], url=url,
                clause=clause, sender_name=by.name if by else "", created_at=at or clock.now(),
            )
            for pk, member in people.items()
        ]  # fmt: skip
        Notice.objects.bulk_create(notices)
        for notice in notices:
            org.add_to_counter(member_id=notice.member_id, key=UNREAD, by_amount=1)
        if notices:
            plan_deliveries(notices=notices, people=people, urgent=urgent)
    return notices


def _in(language: str, words: str | Promise) -> str:
    if isinstance(words, str):
        return words
    with override(language):
        return str(words)


@silent("reading one's own notice changes nothing for others")
@transaction.atomic
def read_notice(*, notice: Notice, by: Member, at: dt.datetime | None = None) -> Notice:
    """The member has seen it. Races: the conditional update lets the counter move once only."""
    moment = at or clock.now()
    if Notice.objects.filter(pk=notice.pk, member=by, read_at=None).update(read_at=moment):
        notice.read_at = moment
        org.add_to_counter(member_id=by.pk, key=UNREAD, by_amount=-1)
    return notice


@silent("reading one's own notices changes nothing for others")
@transaction.atomic
def read_about(*, url: str, by: Member, at: dt.datetime | None = None) -> int:
    """What led to `url` has been dealt with: its notices are seen; returns how many were unread."""
    count = Notice.objects.filter(member=by, url=url, read_at=None).update(read_at=at or clock.now())
    if count:
        org.add_to_counter(member_id=by.pk, key=UNREAD, by_amount=-count)
    return count


@silent("reading one's own notices changes nothing for others")
@transaction.atomic
def read_all(*, by: Member, at: dt.datetime | None = None) -> int:
    """Everything is seen; returns how many were unread."""
    count = Notice.objects.filter(member=by, read_at=None).update(read_at=at or clock.now())
    if count:
        org.add_to_counter(member_id=by.pk, key=UNREAD, by_amount=-count)
    return count
