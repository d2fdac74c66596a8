"""Topics as people look for them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, prefetch_related_objects

from masthead.content import errors
from masthead.content.models import Draft, Topic
from masthead.content.queries.scopes import draft_scope, require_in_unit, topic_scope
from masthead.content.states import TOPIC, TopicState
from masthead.core.paging import Page, page_of
from masthead.org import queries as org
from masthead.org.models import Member

ORDER = ("-listed_on", "-id")
BOARD_ROWS, MORE_ROWS = 12, 200
COLUMNS = (TopicState.PROPOSED, TopicState.ADOPTED, TopicState.IN_PROGRESS, TopicState.DONE, TopicState.DROPPED)


@dataclass(frozen=True)
class TopicFilter:
    """What the list is narrowed to; empty values do not narrow. `month` is the first day of the planned month."""

    q: str = ""
    state: str = ""
    unit_id: int | None = None
    owner_id: int | None = None
    form: str = ""
    source: str = ""
    account_id: int | None = None
    month: dt.date | None = None
    undated: bool = False
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Column:
    """One column of the board. `count` is of all that match; `more` = there are rows that are not shown."""

    state: TopicState
    rows: list[Topic]
    more: bool
    count: int = 0
    moves: tuple[str, ...] = ()


def topics_visible_to(member: Member) -> QuerySet[Topic]:
    """Topics inside the member's scope, with owner and unit."""
    return Topic.objects.filter(topic_scope(member, "content.topic.read")).select_related("owner", "unit")


def get_topic_for(member: Member, pk: int, capability: str = "content.topic.read") -> Topic:
    """A topic inside the member's scope. Raises NotThere out of scope, NotPermitted when the capability is missing in its unit."""
    rows = (
        topics_visible_to(member).select_related("proposed_by", "decided_by", "decided_in").prefetch_related("accounts")
    )
    topic = rows.filter(pk=pk).first()
    if topic is None:
        raise errors.topic_not_there()
    if capability != "content.topic.read":
        require_in_unit(member, capability, topic.unit_id)
    return topic


def get_topics_for(member: Member, pks: Collection[int], capability: str) -> list[Topic]:
    """Those of the topics for which the member holds the capability, in the order of the list; others are left out."""
    rows = topics_visible_to(member).filter(topic_scope(member, capability), pk__in=list(pks)[:200])
    return list(rows.order_by(*ORDER))


def topics_from(member: Member, kind: str, pk: int) -> list[Topic]:
    """Topics in the member's scope that came from a thing; one query."""
    return list(topics_visible_to(member).filter(origin_kind=kind, origin_id=pk).order_by("-pk")[:20])


def may_edit_topic(member: Member, topic: Topic) -> bool:
    """Of those who propose topics the owner, the proposer, and who decides on them: a topic's owner may write its drafts."""
    if not org.may(member, "content.topic.propose", unit_id=topic.unit_id):
        return False
    mine = member.pk in (topic.owner_id, topic.proposed_by_id)
    return mine or org.may(member, "content.topic.decide", unit_id=topic.unit_id)


def _narrowed(member: Member, wanted: TopicFilter) -> QuerySet[Topic]:
    rows = topics_visible_to(member).prefetch_related("accounts")
    exact = {
        "state": wanted.state,
        "unit_id": wanted.unit_id,
        "owner_id": wanted.owner_id,
        "form": wanted.form,
        "source": wanted.source,
        "accounts": wanted.account_id,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.q:
        rows = rows.filter(title__icontains=wanted.q)
    return _in_time(rows, wanted)


def _in_time(rows: QuerySet[Topic], wanted: TopicFilter) -> QuerySet[Topic]:
    if wanted.undated:
        return rows.filter(planned_on=None)
    if wanted.month:
        following = (wanted.month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        rows = rows.filter(planned_on__gte=wanted.month.replace(day=1), planned_on__lt=following)
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


def topic_board(member: Member, wanted: TopicFilter, full: str = "") -> list[Column]:
    """The board: a column a state with its count; proposals by their score, the rest by their day. `full` names a column shown whole.

    One query for all counts, one for a column, and those of the accounts for all columns together.
    """
    rows = _narrowed(member, wanted)
    bare = rows.prefetch_related(None)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    columns = [
        _column(bare, state, counts.get(state.value, 0), MORE_ROWS if full == state else BOARD_ROWS)
        for state in COLUMNS
        if not wanted.state or wanted.state == state
    ]
    prefetch_related_objects([topic for column in columns for topic in column.rows], "accounts")
    return columns


def _column(rows: QuerySet[Topic], state: TopicState, count: int, most: int) -> Column:
    order: list[Any] = [F("score").desc(nulls_last=True)] if state == TopicState.PROPOSED else []
    way = ["-listed_on", "-id"] if state in (TopicState.DONE, TopicState.DROPPED) else ["listed_on", "id"]
    found = list(rows.filter(state=state).order_by(*order, *way)[:most]) if count else []
    return Column(state, found, count > len(found), count, tuple(sorted(TOPIC.moves[state])))


def drafts_of(topic: Topic, member: Member) -> list[Draft]:
    """The topic's drafts that the member may see, newest first."""
    rows = topic.drafts.filter(draft_scope(member, "content.draft.read"))
    return list(rows.select_related("author").order_by("-updated_at", "-id")[:50])


def topics_to_write(member: Member) -> QuerySet[Topic]:
    """Adopted topics on which the member may start a draft, soonest planned day first."""
    states = [TopicState.ADOPTED, TopicState.IN_PROGRESS]
    return Topic.objects.filter(topic_scope(member, "content.draft.write"), state__in=states).order_by(
        "listed_on", "id"
    )
