"""Builders for tests of this room and the rooms above: requests, tickets, ideas and meetings in any state, mostly by their actions."""

import datetime as dt
from typing import Any

from django.db.models import Model

from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.collab import actions
from masthead.collab.models import CrossRequest, Decision, Experiment, Idea, Meeting, Ticket
from masthead.core import clock
from masthead.org.models import Member, Unit
from masthead.org.testing import Cast

MONDAY = dt.datetime(2026, 11, 23, 1, 30, tzinfo=dt.UTC)  # 09:30 in Shanghai, an office day
DAY = dt.timedelta(days=1)
ASPECTS = ["faithful", "feasible"]


def make_request(by: Member, to_unit: Unit, **more: Any) -> CrossRequest:
    """A request, just asked."""
    fields = {"title": "春茶节主视觉", "text": "横版竖版各一，下周三前定稿。", "kind": "design", **more}
    return actions.ask_department(to_unit=to_unit, by=by, **fields)


def make_ticket(by: Member, **more: Any) -> Ticket:
    """A ticket, just opened."""
    fields = {
        "kind": "fault",
        "category": "system",
        "priority": "high",
        "title": "上传图片失败",
        "text": "点上传后一直转圈。",
    }
    return actions.open_ticket(by=by, **(fields | more))


def make_idea(by: Member, **more: Any) -> Idea:
    """An idea, just proposed."""
    fields = {"title": "标题里写上海拔", "text": "读者爱看具体数字，试试把海拔写进标题。", **more}
    return actions.propose_idea(by=by, **fields)


def make_experiment(idea: Idea, judge: Member, owner: Member, *, at: dt.datetime | None = None) -> Experiment:
    """The idea's experiment, begun two weeks before `at`."""
    today = clock.china(at or clock.now()).date()
    actions.discuss_idea(idea=idea, note="先在一个账号试两周。", by=judge, at=at)
    return actions.adopt_idea(
        idea=idea, hypothesis="标题带海拔，打开率会高", variants="甲：带海拔\n乙：不带", metric="打开率", owner=owner,
        start_on=today - 14 * DAY, end_on=today, by=judge, at=at,
    )  # fmt: skip


def make_meeting(by: Member, **more: Any) -> Meeting:
    """A meeting that is called for MONDAY."""
    fields: dict[str, Any] = {
        "title": "第四季度例会",
        "start_at": MONDAY,
        "place": "三楼会议室",
        "agenda": ["冬季内容计划", "素材协作"],
    }
    return actions.plan_meeting(by=by, **(fields | {"at": MONDAY - 3 * DAY} | more))


def hold(meeting: Meeting, secretary: Member, *present: Member) -> Meeting:
    """Those present sign in, the secretary notes that it was held."""
    for member in present:
        actions.sign_in(meeting=meeting, by=member, at=meeting.start_at)
    return actions.hold_meeting(meeting=meeting, by=secretary, at=meeting.start_at)


def hand_in(meeting: Meeting, secretary: Member, *owners: Member, due_on: dt.date | None = None) -> Meeting:
    """Minutes with a decision for each owner, handed to the leader."""
    actions.save_minutes(meeting=meeting, text="会议同意冬季内容计划。", by=secretary, at=meeting.start_at)
    day = due_on or (meeting.start_at + 14 * DAY).date()
    for owner in owners:
        actions.draft_decision(meeting=meeting, text=f"{owner.name}牵头落实", owner=owner, due_on=day, by=secretary)
    return actions.submit_minutes(meeting=meeting, by=secretary, at=meeting.start_at)


def approve(meeting: Meeting, leader: Member, *, at: dt.datetime | None = None) -> list[Decision]:
    """The leader approves the minutes; their decisions."""
    case = approval_queries.latest_case("collab.minutes", meeting.pk)
    assert case is not None
    task = approval_queries.open_task_of(leader, case)
    assert task is not None
    approvals.approve_task(task=task, by=leader, hash_seen=case.content_hash, confirmations=ASPECTS, at=at)
    meeting.refresh_from_db()
    return list(meeting.decisions.order_by("order"))


def things_of_collab(cast: Cast, thing: Model) -> dict[str, list[Any]]:
    """One thing of each kind that an address of this room can name; requests and tickets are of 宣传部. `thing` is talked about."""
    lin, chen, zheng, he, sun = (cast.people[name] for name in ("lin", "chen", "zheng", "he", "sun"))
    request = make_request(lin, cast.units["技术部"])
    actions.take_request(request=request, words="周三给。", by=he)
    task = actions.add_request_task(request=request, title="出线稿", owner=lin, due_on=clock.today(), by=he)
    actions.finish_request_task(request=request, task_id=task.pk, by=lin)
    ticket, idea = make_ticket(lin), make_idea(lin)
    start = clock.now() + dt.timedelta(hours=1)
    meeting = make_meeting(chen, start_at=start, at=start - DAY)
    hand_in(hold(meeting, chen, chen, sun), chen, lin)
    (decision,) = approve(meeting, zheng)
    kind = thing._meta.label_lower
    comment = actions.add_comment(kind=kind, target_id=thing.pk, body="头像该换了。", by=lin)
    return {
        "agenda_item": [meeting.pk, meeting.agenda.all()[0].pk],
        "comment": [comment.pk],
        "comment_deed": [comment.pk, "resolve"],
        "decision": [decision.pk],
        "decision_deed": [decision.pk, "report"],
        "decision_of_meeting": [meeting.pk, decision.pk],
        "idea": [idea.pk],
        "idea_deed": [idea.pk, "shelve"],
        "meeting": [meeting.pk],
        "meeting_deed": [meeting.pk, "minutes"],
        "people": [kind.replace(".", "_"), thing.pk],
        "request": [request.pk],
        "request_deed": [request.pk, "finish"],
        "request_task": [request.pk, task.pk],
        "ticket": [ticket.pk],
        "ticket_deed": [ticket.pk, "answer"],
    }
