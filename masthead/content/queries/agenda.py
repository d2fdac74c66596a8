"""What a planning meeting should talk about, by source; rooms above add their own in `registry.agenda_source`."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F
from django.utils.translation import gettext as _

from masthead.content.models import Draft, Topic
from masthead.content.registry import SOURCES, AgendaPoint, AgendaSource, Occasion
from masthead.content.states import DraftState, TopicState
from masthead.core import clock
from masthead.rulebook.models import Finding
from masthead.rulebook.states import FindingState

MOST, DUE_DAYS, CLAUSES = 20, 14, ("3.3.1", "3.3.2", "3.3.3", "1.3.4")


def sources() -> list[AgendaSource]:
    """In the order of the agenda."""
    return sorted(SOURCES.values(), key=lambda s: (s.order, s.key))


def undecided_topics(occasion: Occasion) -> Iterator[AgendaPoint]:
    """Open proposals of the department and its teams, the best evaluated first."""
    rows = Topic.objects.filter(unit__path__startswith=occasion.unit.path, state=TopicState.PROPOSED)
    order = F("score").desc(nulls_last=True), "listed_on", "pk"
    for topic in rows.select_related("owner").order_by(*order)[:MOST]:
        note = _("%(owner)s · 评估分 %(score)s") % {"owner": topic.owner.name, "score": topic.score or "—"}
        yield _of_topic(topic, note)


def topics_due(occasion: Occasion) -> Iterator[AgendaPoint]:
    """Adopted topics whose day comes within two weeks and on which nobody has begun to write."""
    rows = Topic.objects.filter(unit__path__startswith=occasion.unit.path, state=TopicState.ADOPTED)
    rows = rows.filter(planned_on__lte=occasion.day + dt.timedelta(days=DUE_DAYS)).select_related("owner")
    for topic in rows.order_by("planned_on", "pk")[:MOST]:
        yield _of_topic(topic, _("%(owner)s · 计划 %(day)s") % {"owner": topic.owner.name, "day": topic.planned_on})


def open_findings(occasion: Occasion) -> Iterator[AgendaPoint]:
    """What the probes of planning, review and experiments found and nobody has put right."""
    until = clock.at_china(occasion.day + dt.timedelta(days=1), 0)
    rows = Finding.objects.filter(clause_key__in=CLAUSES, state=FindingState.OPEN, opened_at__lt=until)
    for row in rows.order_by("-red_line", "opened_at")[:MOST]:
        yield AgendaPoint(
            row.name[:120], "rulebook.finding", row.pk, note=f"{row.clause_key} {row.reason}"[:300], url=row.url
        )


def drafts_sent_back(occasion: Occasion) -> Iterator[AgendaPoint]:
    """Drafts that were returned or rejected in the last month."""
    since = clock.at_china(occasion.day - dt.timedelta(days=31), 0)
    states = [DraftState.RETURNED, DraftState.REJECTED]
    rows = Draft.objects.filter(unit__path__startswith=occasion.unit.path, state__in=states, updated_at__gte=since)
    for draft in rows.select_related("author").order_by("-updated_at")[:MOST]:
        note = f"{draft.author.name} · {draft.get_state_display()}"
        yield AgendaPoint(draft.title, "content.draft", draft.pk, note=note, url=draft.get_absolute_url())


def _of_topic(topic: Topic, note: str) -> AgendaPoint:
    return AgendaPoint(topic.title, "content.topic", topic.pk, note, str(topic.get_absolute_url()), topic_id=topic.pk)
