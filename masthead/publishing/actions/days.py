"""What a day allows, asked by whatever puts a publication on it: a reason on days of mourning and of the state, and room at the platform."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from masthead.accounts.models import Account
from masthead.core import clock
from masthead.org.models import Member
from masthead.publishing import errors, queries
from masthead.publishing.events import CalendarEvent
from masthead.publishing.models import Publication, SensitiveNote
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

NOTE_MIN = 4


@dataclass(frozen=True)
class DayReason:
    """Why something goes out on a day that demands a reason."""

    on: dt.date
    names: str
    words: str


@guarded("3.3.3")
@transaction.atomic
def explain_sensitive_day(
    *, publications: Sequence[Publication], words: str, by: Member, at: dt.datetime | None = None
) -> int:
    """Keep why something goes out on a day of mourning or of the state. Nothing happens on other days. Returns how many were noted.

    For what stood on the calendar before the day was declared; scheduling and moving ask by themselves.
    Clause: 3.3.3.  Raises: NotPermitted, BadInput for words too short.  Events: publishing:publication:sensitive_day_explained.
    """
    made = 0
    for publication in publications if words.strip() else ():
        if reason := _reason_for(publication, publication.planned_at, words, by):
            keep_reason(publication=publication, reason=reason, by=by, at=at)
            made += 1
    return made


@silent("inner gate of a deed that is on the trail")
@transaction.atomic
def admit_to_day(*, publication: Publication, planned_at: dt.datetime, words: str, by: Member) -> DayReason | None:
    """The gate of the day for a publication that is put on it, new or moved; inner part of an action, in its transaction.

    Returns the reason that has to be kept with it. Raises RuleBroken when the platform surely takes no more posts on that day,
    NotPermitted and BadInput on a day that demands a reason and got none from somebody who may give it.
    """
    _require_room(publication, planned_at)
    return _reason_for(publication, planned_at, words, by)


@guarded("3.3.3")
@transaction.atomic
def keep_reason(*, publication: Publication, reason: DayReason, by: Member, at: dt.datetime | None = None) -> None:
    """Write down what `admit_to_day` took, on a row of its own and on the trail.

    Clause: 3.3.3.  Events: publishing:publication:sensitive_day_explained.  Races: the constraint keeps one a publication and day.
    """
    SensitiveNote.objects.create(
        publication=publication, on=reason.on, name=reason.names[:200], words=reason.words, made_by=by, made_at=at or clock.now()
    )  # fmt: skip
    data = {"on": f"{reason.on}", "day": reason.names}
    trail.record(CalendarEvent.SENSITIVE_EXPLAINED, target=publication, by=by, reason=reason.words, data=data, at=at)


def _reason_for(publication: Publication, planned_at: dt.datetime, words: str, by: Member) -> DayReason | None:
    """The reason for the day, if it demands one and has none yet."""
    on, said = clock.china(planned_at).date(), words.strip()[:300]
    names = queries.sensitive_names(on)
    if not names or (publication.pk and queries.is_explained(publication, on)):
        return None
    if not queries.may_explain(by, unit_id=publication.unit_id, account=publication.account):
        raise errors.not_permitted("sensitive_closed", day=names)
    if len(said) < NOTE_MIN:
        raise errors.bad_input("sensitive_words", "note", day=names)
    return DayReason(on, names, said)


def _require_room(publication: Publication, planned_at: dt.datetime) -> None:
    """Of two who take the last place of a day one waits here for the other: the account's row is held while there is a limit."""
    account, besides = publication.account, publication if publication.pk else None
    if queries.has_day_limit(account):
        Account.objects.select_for_update(no_key=True).only("pk").get(pk=account.pk)
    words, sure = queries.over_day_limit(account, planned_at, besides=besides)
    if sure:
        raise errors.refusal("day_full", words=words)
