"""What the pages of planning show: the live page, series with their next day, the panel of an idea."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.collab import queries as collab
from masthead.collab.models import Idea
from masthead.collab.states import MeetingState
from masthead.content.models import PlanningMeeting, PlanningSeries, Topic, TopicImport
from masthead.content.queries.experiments import arms_of
from masthead.content.queries.planning import choices_for, hall_of, may_record, next_day, series_rows
from masthead.content.queries.topic_parts import aims_of, materials_of, matrix_of
from masthead.content.queries.topics import drafts_of, topics_from, topics_visible_to
from masthead.content.states import OPEN_TOPICS, TopicState
from masthead.core import clock
from masthead.org import queries as org
from masthead.org.models import Member

Crumb = dict[str, str]


@dataclass(frozen=True)
class Coming:
    """A series and the day on which it meets next."""

    series: PlanningSeries
    day: dt.date | None


def series_with_next(member: Member) -> list[Coming]:
    """Series of the member's departments; one query."""
    today = clock.today()
    return [Coming(s, None if s.paused_at else next_day(s, today - dt.timedelta(days=1))) for s in series_rows(member)]


def planning_crumbs() -> list[Crumb]:
    """The way up from a planning page."""
    return [{"label": _("策划会"), "href": reverse("content:planning")}]


def live_page(member: Member, planning: PlanningMeeting, wanted: str) -> dict[str, Any]:
    """Everything that the projected page shows, within the query budget."""
    hall, meeting = hall_of(planning, wanted), planning.meeting
    topic = hall.line.topic if hall.line else None
    roll = collab.roll_of(meeting, member)
    return {
        "planning": planning,
        "meeting": meeting,
        "hall": hall,
        "line": hall.line,
        "topic": topic,
        "aims": aims_of(topic) if topic else [],
        "matrix": matrix_of(topic) if topic else None,
        "materials": list(materials_of(topic)) if topic else [],
        "records": may_record(member, planning),
        "choices": choices_for(member, hall.line),
        "roll": roll,
        "planned": meeting.state == MeetingState.PLANNED,
        "gathers": org.may(member, "content.topic.decide", unit_id=planning.unit_id)
        and meeting.state in (MeetingState.PLANNED, MeetingState.HELD),
        "crumbs": planning_crumbs(),
    }


def topic_parts(member: Member, topic: Topic) -> dict[str, Any]:
    """What hangs on a topic, as its page shows it."""
    proposes = org.may(member, "content.topic.propose", unit_id=topic.unit_id)
    return {
        "drafts": drafts_of(topic, member),
        "matrix": matrix_of(topic),
        "materials": list(materials_of(topic)),
        "aims": aims_of(topic),
        "may_add": proposes and topic.state in OPEN_TOPICS,
        "mine": {topic.owner_id, topic.proposed_by_id} >= {member.pk},
        "proposes": proposes,
    }


def idea_panel(member: Member, idea: Idea) -> dict[str, Any]:
    """Topics that came of an idea, and the arms of its experiment."""
    experiment = collab.experiment_of(idea)
    judge = org.may(member, collab.IDEA_DECIDE, unit_id=idea.unit_id)
    owner = experiment is not None and experiment.owner_id == member.pk
    return {
        "idea": idea,
        "topics": topics_from(member, "collab.idea", idea.pk),
        "experiment": experiment,
        "arms": arms_of(experiment) if experiment else [],
        "may_name": experiment is not None and not experiment.result and (owner or judge),
        "may_measure": owner and experiment is not None and not experiment.conclusion,
        "may_propose": member.has_perm("content.topic.propose"),
    }


def import_url(one: TopicImport) -> str:
    """The page of its preview."""
    return reverse("content:topic_import", args=[one.pk])


def undated_count(member: Member) -> int:
    """How many open topics have no day yet; one query."""
    return (
        topics_visible_to(member).filter(planned_on=None, state__in=[TopicState.PROPOSED, TopicState.ADOPTED]).count()
    )
