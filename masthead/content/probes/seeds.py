"""Violations on purpose: what is looked at with all it hangs on, each inside a savepoint that the probe's caller rolls back."""

import datetime as dt
from uuid import uuid4

from django.utils.crypto import get_random_string

from masthead.collab.models import Experiment, Idea, Meeting, MeetingKind
from masthead.collab.states import IdeaState, MeetingState
from masthead.content.documents import fingerprint_of
from masthead.content.models import (
    AfterLook,
    Annotation,
    Claim,
    ClaimKind,
    Draft,
    ExperimentArm,
    PlanningMeeting,
    PlanningSeries,
    ReviewRound,
    Revision,
    RoundOutcome,
    Topic,
)
from masthead.content.states import DraftState, TopicState
from masthead.core import clock
from masthead.core.digest import digest_of
from masthead.org.models import ManagementGroup, Member, Unit

DAY, NAME = dt.timedelta(days=1), "探针"
KIND = "content.draft"


def _somebody() -> Member:
    return Member.objects.create(username=f"probe-{get_random_string(10)}", name=NAME, is_active=False)


def _unit() -> Unit:
    unit = Unit.objects.create(name=f"{NAME}{get_random_string(6)}")
    Unit.objects.filter(pk=unit.pk).update(path=f"/{unit.pk}/")
    return unit


def _group() -> ManagementGroup:
    return ManagementGroup.objects.first() or ManagementGroup.objects.create(name=NAME, founded_on=clock.today())


def _draft(**more: object) -> tuple[Draft, Revision]:
    unit, member, now = _unit(), _somebody(), clock.now()
    topic = Topic.objects.create(
        title=NAME, theme=NAME, unit=unit, owner=member, planned_on=clock.today(), proposed_by=member, proposed_at=now
    )
    draft = Draft.objects.create(topic=topic, unit=unit, title=NAME, author=member, started_at=now, updated_at=now)
    revision = Revision.objects.create(
        draft=draft, number=1, title=NAME, content_hash=digest_of(uuid4().hex), saved_by=member, saved_at=now
    )
    Draft.objects.filter(pk=draft.pk).update(revision=revision, **more)
    draft.refresh_from_db()
    return draft, revision


def _round(draft: Draft, revision: Revision, **more: object) -> ReviewRound:
    moment = clock.now() - dt.timedelta(minutes=5)
    values = {"submitted_at": moment, "outcome": RoundOutcome.APPROVED, "closed_at": moment, **more}
    return ReviewRound.objects.create(
        draft=draft,
        number=1,
        revision=revision,
        content_hash=revision.content_hash,
        submitted_by=draft.author,
        **values,
    )


def seed_past_its_slot() -> tuple[str, int]:
    """A draft that still lies in review an hour after its window ended."""
    now = clock.now()
    ends = now - dt.timedelta(hours=1)
    draft, _revision = _draft(state=DraftState.IN_REVIEW, window_start=ends - dt.timedelta(days=1), window_end=ends)
    return KIND, draft.pk


def seed_must() -> tuple[str, int]:
    """Handed in although a remark that must be dealt with was never answered."""
    draft, revision = _draft()
    Annotation.objects.create(
        draft=draft, revision=revision, part="title", start=0, end=1, quote=NAME[0], body=NAME, blocking=True, author=draft.author,
        made_at=clock.now() - dt.timedelta(days=1),
    )  # fmt: skip
    _round(draft, revision)
    return KIND, draft.pk


def seed_overlooked() -> tuple[str, int]:
    """Out by the fast lane four days ago, and nobody looked at it since."""
    draft, revision = _draft()
    _round(draft, revision, fast_reason=NAME, after=AfterLook.DUE, closed_at=clock.now() - dt.timedelta(days=4))
    return KIND, draft.pk


def seed_unsourced() -> tuple[str, int]:
    """A draft handed to review although a figure in it has no source."""
    draft, revision = _draft()
    _round(
        draft, revision, submitted_at=clock.now() - dt.timedelta(minutes=3), outcome=RoundOutcome.OPEN, closed_at=None
    )
    quote = "复购率提升了40%"
    claim = Claim.objects.create(
        draft=draft,
        kind=ClaimKind.FIGURE,
        part="body",
        quote=quote,
        fingerprint=fingerprint_of(quote),
        found_at=clock.now(),
    )
    return "content.claim", claim.pk


def topic_without_a_day() -> tuple[str, int]:
    """Adopted yesterday, for no account and no day."""
    person = _somebody()
    topic = Topic.objects.create(
        title=NAME, theme=NAME, unit=_unit(), owner=person, planned_on=None, state=TopicState.ADOPTED, proposed_by=person,
        proposed_at=clock.now() - 2 * DAY, decided_by=person, decided_at=clock.now() - DAY,
    )  # fmt: skip
    return "content.topic", topic.pk


def series_that_does_not_meet() -> tuple[str, int]:
    """A monthly series that has run for half a year and never met."""
    person, today = _somebody(), clock.today()
    series = PlanningSeries.objects.create(
        name=NAME, unit=_unit(), organiser=person, begins_at=dt.time(9), place=NAME, first_on=today - 180 * DAY
    )
    return "content.planningseries", series.pk


def minutes_nobody_approved() -> tuple[str, int]:
    """Held three weeks ago, and the minutes still lie there."""
    person, held = _somebody(), clock.now() - 21 * DAY
    group = _group()
    meeting = Meeting.objects.create(
        group=group, kind=MeetingKind.PLANNING, title=NAME, start_at=held, held_at=held, place="-", quorum=1,
        planned_by=person, state=MeetingState.HELD,
    )  # fmt: skip
    row = PlanningMeeting.objects.create(meeting=meeting, unit=_unit(), for_day=clock.china(held).date())
    return "content.planningmeeting", row.pk


def experiment_judged_without_figures() -> tuple[str, int]:
    """Concluded, though one of its arms was never measured."""
    person, other, today = _somebody(), _somebody(), clock.today()
    idea = Idea.objects.create(
        title=NAME, text=NAME, proposer=person, state=IdeaState.CONCLUDED, proposed_at=clock.now() - 40 * DAY
    )
    row = Experiment.objects.create(
        idea=idea, hypothesis="-", metric="-", variants="-", owner=person, start_on=today - 30 * DAY, end_on=today - 3 * DAY,
        adopted_by=other, adopted_at=clock.now() - 30 * DAY, result="-", conclusion="effective", concluded_by=other,
        concluded_at=clock.now() - DAY,
    )  # fmt: skip
    ExperimentArm.objects.create(experiment=row, number=1, name="甲", measured=3)
    ExperimentArm.objects.create(experiment=row, number=2, name="乙")
    return "collab.experiment", row.pk


def quarter_without_an_experiment() -> tuple[str, int]:
    """All experiments lie a year back."""
    group = _group()
    ManagementGroup.objects.filter(pk=group.pk).update(founded_on=clock.today() - 800 * DAY)
    today = clock.today()
    Experiment.objects.update(start_on=today - 400 * DAY, end_on=today - 390 * DAY)
    Experiment.objects.exclude(concluded_at=None).update(concluded_at=clock.now() - 380 * DAY)
    return "org.managementgroup", group.pk
