"""Topics as people look for them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from masthead.content import errors
from masthead.content.models import Draft, Topic
from masthead.content.queries.scopes import draft_scope, require_in_unit, topic_scope
from masthead.content.states import TopicState
from masthead.core.paging import Page, page_of
from masthead.org import queries as org
from masthead.org.models import Member

ORDER = ("-planned_on", "-id")
BOARD_ROWS = 30


@dataclass(frozen=True)
class TopicFilter:
    """What the list is narrowed to; empty values do not narrow."""

    q: str = ""
    state: str = ""
    unit_id: int | None = None
    owner_id: int | None = None
    form: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Column:
    """One column of the board; `more` = there are rows that are not shown."""

    state: TopicState
    rows: list[Topic]
    more: bool


def topics_visible_to(member: Member) -> QuerySet[Topic]:
    """Topics inside the member's scope, with owner and unit."""
    return Topic.objects.filter(topic_scope(member, "content.topic.read")).select_related("owner", "unit")


def get_topic_for(member: Member, pk: int, capability: str = "content.topic.read") -> Topic:
    """A topic inside the member's scope. Raises NotThere out of scope, NotPermitted when the capability is missing in its unit."""
    rows = topics_visible_to(member).select_related("proposed_by", "decided_by").prefetch_related("accounts")
    topic = rows.filter(pk=pk).first()
    if topic is None:
        raise errors.topic_not_there()
    if capability != "content.topic.read":
        require_in_unit(member, capability, topic.unit_id)
    return topic


def may_edit_topic(member: Member, topic: Topic) -> bool:
    """Of those who propose topics the owner, the proposer, and who decides on them: a topic's owner may write its drafts."""
    if not org.may(member, "content.topic.propose", unit_id=topic.unit_id):
        return False
    mine = member.pk in (topic.owner_id, topic.proposed_by_id)
    return mine or org.may(member, "content.topic.decide", unit_id=topic.unit_id)


def _narrowed(member: Member, wanted: TopicFilter) -> QuerySet[Topic]:
    rows = topics_visible_to(member).prefetch_related("accounts")
    exact = {"state": wanted.state, "unit_id": wanted.unit_id, "owner_id": wanted.owner_id, "form": wanted.form}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.q:
        rows = rows.filter(title__icontains=wanted.q)
    if wanted.since:
        rows = rows.filter(planned_on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(planned_on__lte=wanted.until)
    return rows


def topic_rows(member: Member, wanted: TopicFilter) -> QuerySet[Topic]:
    """The list's rows, for those who page for themselves."""
    return _narrowed(member, wanted)


def topic_page(member: Member, wanted: TopicFilter, cursor: str = "") -> Page[Topic]:
    """One page of topics, latest planned day first; two queries whatever the rows."""
    return page_of(_narrowed(member, wanted), order=ORDER, cursor=cursor)


def topic_board(member: Member, wanted: TopicFilter) -> list[Column]:
    """The board: a column a state, dropped topics left out; two queries a column."""
    columns = []
    for state in (TopicState.PROPOSED, TopicState.ADOPTED, TopicState.IN_PROGRESS, TopicState.DONE):
        if wanted.state and wanted.state != state:
            continue
        rows = list(_narrowed(member, wanted).filter(state=state).order_by(*ORDER)[: BOARD_ROWS + 1])
        columns.append(Column(state, rows[:BOARD_ROWS], len(rows) > BOARD_ROWS))
    return columns


def drafts_of(topic: Topic, member: Member) -> list[Draft]:
    """The topic's drafts that the member may see, newest first."""
    rows = topic.drafts.filter(draft_scope(member, "content.draft.read"))
    return list(rows.select_related("author").order_by("-updated_at", "-id")[:50])


def topics_to_write(member: Member) -> QuerySet[Topic]:
    """Adopted topics on which the member may start a draft, soonest planned day first."""
    states = [TopicState.ADOPTED, TopicState.IN_PROGRESS]
    return Topic.objects.filter(topic_scope(member, "content.draft.write"), state__in=states).order_by(
        "planned_on", "id"
    )
