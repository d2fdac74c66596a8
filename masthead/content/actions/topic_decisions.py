"""What becomes of a topic: taken into the plan, given up, put off, given to somebody, closed. The meeting page does the same deeds."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from masthead.collab.models import Meeting
from masthead.content import errors, states
from masthead.content.events import ContentEvent
from masthead.content.models import Topic
from masthead.content.queries import require_in_unit
from masthead.content.states import TopicState
from masthead.core import clock
from masthead.core.errors import BadInput, DomainError
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

CLAUSE, MOST_AT_ONCE = "3.3.1", 100


@dataclass
class Done:
    """How a deed on many topics went: those it was done to, and the refusals by title."""

    done: list[Topic] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@guarded("3.3.1")
@transaction.atomic
def adopt_topic(
    *, topic: Topic, by: Member, reason: str = "", meeting: Meeting | None = None, at: dt.datetime | None = None
) -> Topic:
    """Take a proposed topic into the plan: from now on it may be written. `meeting`: where it was decided.

    Clause: 3.3.1.  Raises: NotPermitted, RuleBroken, Stale.  Events: content:topic:adopted.
    """
    require_in_unit(by, "content.topic.decide", topic.unit_id)
    states.TOPIC.move(
        topic, to=TopicState.ADOPTED, decided_by=by, decided_at=at or clock.now(), reason=reason.strip()[:500],
        decided_in=meeting,
    )  # fmt: skip
    trail.record(ContentEvent.TOPIC_ADOPTED, target=topic, by=by, reason=reason, data=_where(meeting))
    _tell(topic, _("选题已采纳：%(title)s"), by, at, reason)
    return topic


@guarded("3.3.1")
@transaction.atomic
def drop_topic(
    *, topic: Topic, reason: str, by: Member, meeting: Meeting | None = None, at: dt.datetime | None = None
) -> Topic:
    """Give a topic up, with the reason.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput without a reason, RuleBroken, Stale.  Events: content:topic:dropped.
    """
    require_in_unit(by, "content.topic.decide", topic.unit_id)
    words = _words(reason, _("请写明放弃的理由。"))
    states.TOPIC.move(
        topic, to=TopicState.DROPPED, decided_by=by, decided_at=at or clock.now(), reason=words, decided_in=meeting
    )
    trail.record(ContentEvent.TOPIC_DROPPED, target=topic, by=by, reason=words, data=_where(meeting))
    _tell(topic, _("选题已放弃：%(title)s"), by, at, words)
    return topic


@guarded("3.3.1")
@transaction.atomic
def postpone_topic(
    *,
    topic: Topic,
    until: dt.date,
    reason: str,
    by: Member,
    meeting: Meeting | None = None,
    at: dt.datetime | None = None,
) -> Topic:
    """Put a topic off to a later day; it keeps its state, and how often that happened is counted.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput (no reason, a day that is not later), RuleBroken when it is closed, Stale.
    Events: content:topic:postponed.  Races: written only while the day is still the one that was read.
    """
    require_in_unit(by, "content.topic.decide", topic.unit_id)
    words = _words(reason, _("请写明延期的理由。"))
    if topic.state in (TopicState.DONE, TopicState.DROPPED):
        raise errors.not_writable(topic.get_state_display())
    today = clock.china(at or clock.now()).date()
    if until < today or (topic.planned_on and until <= topic.planned_on):
        line = _("新的日期必须晚于原计划日和今天。")
        raise BadInput(line, code="not_later", clause=CLAUSE, fields={"until": [line]})
    rows = Topic.objects.filter(pk=topic.pk, state=topic.state, planned_on=topic.planned_on)
    if rows.update(planned_on=until, postponed=F("postponed") + 1) != 1:
        raise errors.topic_raced()
    data = {"until": until.isoformat(), **_where(meeting)}
    trail.record(ContentEvent.TOPIC_POSTPONED, target=topic, by=by, reason=words, data=data)
    topic.refresh_from_db()
    _tell(topic, _("选题已延期：%(title)s"), by, at, words)
    return topic


@guarded("3.3.1")
@transaction.atomic
def assign_topic(
    *, topic: Topic, owner: Member, by: Member, meeting: Meeting | None = None, at: dt.datetime | None = None
) -> Topic:
    """Give an open topic to somebody who may write in its department.

    Clause: 3.3.1.  Raises: NotPermitted, BadInput (may not write there), RuleBroken when it is closed, Stale.
    Events: content:topic:assigned.
    """
    require_in_unit(by, "content.topic.decide", topic.unit_id)
    if topic.state in (TopicState.DONE, TopicState.DROPPED):
        raise errors.not_writable(topic.get_state_display())
    if not org.may(owner, "content.draft.write", unit_id=topic.unit_id):
        line = _("%(name)s在该部门没有写稿权限。") % {"name": owner.name}
        raise BadInput(line, code="owner_may_not_write", clause=CLAUSE, fields={"owner": [line]})
    if Topic.objects.filter(pk=topic.pk, state=topic.state, owner=topic.owner_id).update(owner=owner) != 1:
        raise errors.topic_raced()
    before = topic.owner_id
    trail.record(
        ContentEvent.TOPIC_ASSIGNED, target=topic, by=by, data={"from": before, "to": owner.pk, **_where(meeting)}
    )
    topic.refresh_from_db()
    _tell(topic, _("选题由您负责：%(title)s"), by, at, topic.theme, people={owner.pk})
    return topic


@guarded("3.3.1")
@transaction.atomic
def finish_topic(*, topic: Topic, by: Member) -> Topic:
    """Close a topic whose contents are out.

    Clause: 3.3.1.  Raises: NotPermitted, RuleBroken, Stale.  Events: content:topic:finished.
    """
    require_in_unit(by, "content.topic.decide", topic.unit_id)
    states.TOPIC.move(topic, to=TopicState.DONE)
    trail.record(ContentEvent.TOPIC_FINISHED, target=topic, by=by)
    return topic


@silent("each topic's own deed is recorded, also its refusal")
def decide_on_topics(
    *,
    topics: Collection[Topic],
    deed: str,
    by: Member,
    reason: str = "",
    until: dt.date | None = None,
    owner: Member | None = None,
) -> Done:
    """One deed (adopt, postpone, assign, drop) on many topics, each on its own: what is refused is told and stops nobody else.

    Clause: 3.3.1.  Raises: BadInput (more than a hundred, nobody or no day named).  Events: those of the deed.
    """
    if len(topics) > MOST_AT_ONCE:
        raise BadInput(_("一次最多处理 100 个选题。"), code="too_many_topics", clause=CLAUSE)
    found = Done()
    for topic in topics:
        try:
            found.done.append(decide_one(topic=topic, deed=deed, by=by, reason=reason, until=until, owner=owner))
        except DomainError as refusal:
            found.refused.append((topic.title, str(refusal.message)))
    return found


@silent("the deed that is chosen records its own event")
def decide_one(
    *,
    topic: Topic,
    deed: str,
    by: Member,
    reason: str = "",
    until: dt.date | None = None,
    owner: Member | None = None,
    meeting: Meeting | None = None,
    at: dt.datetime | None = None,
) -> Topic:
    """The deed by its word, as a bar over many topics or the page of a meeting has it.

    Clause: 3.3.1.  Raises: BadInput (no such deed, nobody or no day named) and whatever the deed refuses.  Events: those of the deed.
    """
    common: dict[str, Any] = {"topic": topic, "by": by, "meeting": meeting, "at": at}
    if deed == "adopt":
        return adopt_topic(reason=reason, **common)
    if deed == "drop":
        return drop_topic(reason=reason, **common)
    if deed == "postpone":
        return postpone_topic(reason=reason, until=_given(until, "until", _("请选新的日期。")), **common)
    if deed == "assign":
        return assign_topic(owner=_given(owner, "owner", _("请选负责人。")), **common)
    raise BadInput(_("没有这种决定。"), code="no_such_decision", clause=CLAUSE)


def _given(value: Any, name: str, wanted: str) -> Any:
    if value is None:
        raise BadInput(wanted, code="decision_incomplete", clause=CLAUSE, fields={name: [wanted]})
    return value


def _words(text: str, wanted: str) -> str:
    words = text.strip()
    if not words:
        raise BadInput(wanted, code="reason_missing", clause=CLAUSE, fields={"reason": [_("请写明理由。")]})
    return words[:500]


def _where(meeting: Meeting | None) -> dict[str, object]:
    return {"meeting": meeting.pk} if meeting is not None else {}


def _tell(
    topic: Topic, title: str, by: Member, at: dt.datetime | None, body: str, people: set[int] | None = None
) -> None:
    notify.tell(
        kind="content.topic", members=people or {topic.owner_id, topic.proposed_by_id}, title=title % {"title": topic.title},
        body=body[:300], url=topic.get_absolute_url(), by=by, clause=CLAUSE, at=at,
    )  # fmt: skip
