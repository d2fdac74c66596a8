"""Topics for machines."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Status

from masthead.content import actions, forms, queries
from masthead.content.api.shapes import (
    DecisionIn,
    DraftOut,
    EvaluationIn,
    StartIn,
    TopicIn,
    TopicOut,
    TopicQuery,
    draft_of,
    topic_of,
)
from masthead.core.permissions import requires
from masthead.core.rest import Doors, Key, Listed, Paging, caller, checked, listed
from masthead.org import queries as org

doors = Doors("content", _("选题"))


@doors.get("/topics", _("列出选题"), Listed[TopicOut])
@requires("content.topic.read")
def topics(request: HttpRequest, wanted: Query[TopicQuery], paging: Query[Paging]) -> Any:
    narrow = queries.TopicFilter(q=wanted.q, state=wanted.state or "", since=wanted.since, until=wanted.until)
    rows = queries.topic_rows(caller(request), narrow)
    return listed(request, rows, paging, order=queries.TOPIC_ORDER, shape=topic_of)


@doors.post("/topics", _("提出选题"), TopicOut, status=201)
@requires("content.topic.propose")
def propose_topic(request: HttpRequest, given: TopicIn) -> Any:
    member = caller(request)
    form = forms.TopicInput(given.model_dump(), member=member)
    topic = actions.propose_topic(**checked(form), by=member)
    return Status(201, topic_of(topic))


@doors.get("/topics/{pk}", _("读取一个选题"), TopicOut)
@requires("content.topic.read")
def topic(request: HttpRequest, pk: Key) -> Any:
    return topic_of(queries.get_topic_for(caller(request), pk))


@doors.post("/topics/{pk}/decision", _("决定一个选题"), TopicOut)
@requires("content.topic.decide")
def decide_topic(request: HttpRequest, pk: Key, given: DecisionIn) -> Any:
    member = caller(request)
    topic = queries.get_topic_for(member, pk, "content.topic.decide")
    words = given.model_dump() | {"owner": org.get_member(given.owner) if given.owner else None}
    return topic_of(actions.decide_one(topic=topic, by=member, **words))


@doors.post("/topics/{pk}/evaluation", _("评估一个选题"), TopicOut)
@requires("content.topic.propose")
def evaluate_topic(request: HttpRequest, pk: Key, given: EvaluationIn) -> Any:
    member = caller(request)
    topic = queries.get_topic_for(member, pk, "content.topic.propose")
    actions.evaluate_topic(topic=topic, by=member, **given.model_dump())
    return topic_of(topic)


@doors.post("/topics/{pk}/drafts", _("在选题下开始写稿"), DraftOut, status=201)
@requires("content.draft.write")
def start_draft(request: HttpRequest, pk: Key, given: StartIn) -> Any:
    member = caller(request)
    topic = queries.get_topic_for(member, pk, "content.draft.write")
    draft = actions.start_draft(topic=topic, title=given.title, by=member)
    return Status(201, draft_of(draft, queries.content_hash(draft)))
