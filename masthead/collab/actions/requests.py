"""Requests of one department to another: asked, taken, worked on, finished or declined; settled by the leader."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.collab import errors, queries, states
from masthead.collab.actions.badges import recount
from masthead.collab.events import CollabEvent
from masthead.collab.models import CrossRequest, RequestTask
from masthead.collab.states import RequestState
from masthead.core import clock
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.org.models import Member, Unit
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE = "1.3.5"


@guarded("1.3.5")
@transaction.atomic
def ask_department(
    *,
    title: str,
    text: str,
    kind: str,
    to_unit: Unit,
    by: Member,
    wanted_on: dt.date | None = None,
    at: dt.datetime | None = None,
) -> CrossRequest:
    """Ask another department for something; its answer is due in office time.

    Clause: 1.3.5.  Raises: NotPermitted, RuleBroken without a position, BadInput for the own department.
    Events: collab:request:asked.
    """
    queries.require(by, queries.REQUEST_ASK)
    home, moment = queries.home_of(by, CLAUSE), at or clock.now()
    if home.pk == to_unit.pk:
        raise errors.field("to_unit", _("这是您自己的部门，请选另一个部门。"), CLAUSE)
    if to_unit.parent_id is None:
        raise errors.field("to_unit", _("请选一个具体部门，全公司没有人受理。"), CLAUSE)
    if not title.strip() or not text.strip():
        raise errors.field("title", _("请写明标题和需要什么。"), CLAUSE)
    minutes = queries.target_minutes("request", kind)
    request = CrossRequest.objects.create(
        title=title.strip(), text=text.strip(), kind=kind, from_unit=home, requester=by, to_unit=to_unit, wanted_on=wanted_on,
        asked_at=moment, target_minutes=minutes, answer_due_at=queries.later(moment, minutes),
        nudge_at=queries.next_nudge(moment, minutes, 0),
    )  # fmt: skip
    trail.record(CollabEvent.REQUEST_ASKED, target=request, by=by, after=text, data={"to": to_unit.pk}, at=at)
    people = org.heads_of(to_unit.pk) or queries.receivers_of(request)  # a department may be without a head for a while
    _tell(request, people, _("%(unit)s 向您的部门提出协作请求：%(title)s") % _words(request), by, at)
    return request


@guarded("1.3.5")
@transaction.atomic
def take_request(*, request: CrossRequest, words: str, by: Member, at: dt.datetime | None = None) -> CrossRequest:
    """Somebody of the asked department takes it on and answers: this stops the answer clock.

    Clause: 1.3.5.  Raises: NotPermitted, RuleBroken, Stale.  Events: collab:request:taken.
    """
    _require_receiver(request, by)
    moment = at or clock.now()
    states.REQUEST.move(
        request, to=RequestState.TAKEN, owner=by, answered_at=moment, answer=words.strip()[:500], nudge_at=None
    )
    trail.record(CollabEvent.REQUEST_TAKEN, target=request, by=by, reason=words, at=at)
    _tell(request, [request.requester], _("%(owner)s 已受理：%(title)s") % _words(request), by, at, words)
    recount(badge=queries.REQUESTS_BADGE, member_ids=[by.pk])
    return request


@guarded("1.3.5")
@transaction.atomic
def assign_request(*, request: CrossRequest, owner: Member, by: Member, at: dt.datetime | None = None) -> CrossRequest:
    """The head of the asked department names who does it; the first time, this is the answer.

    Clause: 1.3.5.  Raises: NotPermitted, BadInput (somebody of another department), RuleBroken, Stale.
    Events: collab:request:assigned.
    """
    if not (queries.is_head_of(by, request.to_unit_id) or queries.is_leader(by)):
        raise errors.not_yours(_("受理部门负责人"), CLAUSE)
    if owner.pk not in {m.pk for m in queries.members_of(request.to_unit)}:
        raise errors.field("owner", _("请从受理部门的成员里指派。"), CLAUSE)
    moment, before = at or clock.now(), request.owner_id
    if request.state == RequestState.PENDING:
        states.REQUEST.move(request, to=RequestState.TAKEN, owner=owner, answered_at=moment, nudge_at=None)
    else:
        states.REQUEST.require(request, to=RequestState.DONE)
        if CrossRequest.objects.filter(pk=request.pk, state=request.state).update(owner=owner) != 1:
            raise errors.raced("request", CLAUSE)
        request.owner = owner
    trail.record(CollabEvent.REQUEST_ASSIGNED, target=request, by=by, data={"owner": owner.pk}, at=at)
    _tell(request, [owner, request.requester], _("「%(title)s」由 %(owner)s 负责") % _words(request), by, at)
    recount(badge=queries.REQUESTS_BADGE, member_ids=[before, owner.pk])
    return request


@guarded("1.3.5")
@transaction.atomic
def start_request(*, request: CrossRequest, by: Member, at: dt.datetime | None = None) -> CrossRequest:
    """The owner begins.  Clause: 1.3.5.  Raises: NotPermitted, RuleBroken, Stale.  Events: collab:request:started."""
    _require_owner(request, by)
    states.REQUEST.move(request, to=RequestState.WORKING)
    trail.record(CollabEvent.REQUEST_STARTED, target=request, by=by, at=at)
    return request


@guarded("1.3.5")
@transaction.atomic
def finish_request(*, request: CrossRequest, result: str, by: Member, at: dt.datetime | None = None) -> CrossRequest:
    """The owner hands over the result; no shared task may be open.

    Clause: 1.3.5.  Raises: NotPermitted, BadInput, RuleBroken, Stale.  Events: collab:request:done.
    """
    _require_owner(request, by)
    if not result.strip():
        raise errors.field("reason", _("请写明结果，对方凭它接收。"), CLAUSE)
    if RequestTask.objects.filter(request=request, done_at=None).exists():
        raise errors.field("reason", _("还有未完成的事项，请先完成。"), CLAUSE)
    moment = at or clock.now()
    states.REQUEST.move(request, to=RequestState.DONE, result=result.strip()[:1000], closed_at=moment)
    trail.record(CollabEvent.REQUEST_DONE, target=request, by=by, reason=result[:500], at=at)
    _tell(request, [request.requester], _("%(owner)s 完成了：%(title)s") % _words(request), by, at, result)
    recount(
        badge=queries.REQUESTS_BADGE, member_ids=[request.owner_id, *request.tasks.values_list("owner_id", flat=True)]
    )
    return request


@guarded("1.3.5")
@transaction.atomic
def decline_request(*, request: CrossRequest, reason: str, by: Member, at: dt.datetime | None = None) -> CrossRequest:
    """Say no, with the reason; an answer too.

    Clause: 1.3.5.  Raises: NotPermitted, BadInput, RuleBroken, Stale.  Events: collab:request:declined.
    """
    _require_receiver(request, by)
    if not reason.strip():
        raise errors.field("reason", _("请写明婉拒的理由。"), CLAUSE)
    if request.ruled_at:
        raise errors.field("reason", _("组长已经裁定执行，不能再婉拒。"), "2.2.1")
    moment = at or clock.now()
    states.REQUEST.move(
        request, to=RequestState.DECLINED, reason=reason.strip()[:500], answered_at=request.answered_at or moment,
        closed_at=moment, nudge_at=None,
    )  # fmt: skip
    trail.record(CollabEvent.REQUEST_DECLINED, target=request, by=by, reason=reason, at=at)
    _tell(request, [request.requester], _("%(to)s 婉拒了：%(title)s") % _words(request), by, at, reason)
    recount(
        badge=queries.REQUESTS_BADGE, member_ids=[request.owner_id, *request.tasks.values_list("owner_id", flat=True)]
    )
    return request


@guarded("1.3.5")
@transaction.atomic
def withdraw_request(*, request: CrossRequest, reason: str, by: Member, at: dt.datetime | None = None) -> CrossRequest:
    """Who asked takes it back.  Clause: 1.3.5.  Raises: NotPermitted, RuleBroken, Stale.  Events: collab:request:withdrawn."""
    if by.pk != request.requester_id:
        raise errors.not_yours(request.requester.name, CLAUSE)
    moment = at or clock.now()
    states.REQUEST.move(
        request, to=RequestState.WITHDRAWN, reason=reason.strip()[:500], closed_at=moment, nudge_at=None
    )
    trail.record(CollabEvent.REQUEST_WITHDRAWN, target=request, by=by, reason=reason, at=at)
    people = [request.owner] if request.owner else org.heads_of(request.to_unit_id)
    _tell(request, people, _("%(who)s 撤回了：%(title)s") % _words(request), by, at, reason)
    recount(
        badge=queries.REQUESTS_BADGE, member_ids=[request.owner_id, *request.tasks.values_list("owner_id", flat=True)]
    )
    return request


@guarded("1.3.5")
@transaction.atomic
def add_request_task(
    *, request: CrossRequest, title: str, owner: Member, due_on: dt.date, by: Member, at: dt.datetime | None = None
) -> RequestTask:
    """A shared task of either side, with owner and day.

    Clause: 1.3.5.  Raises: NotPermitted, BadInput.  Events: collab:request:task_added.
    """
    if not queries.may_add_task(by, request):
        raise errors.not_yours(_("双方经办人"), CLAUSE)
    if not title.strip():
        raise errors.field("title", _("请写明事项。"), CLAUSE)
    if owner.pk not in queries.both_sides_of(request):
        raise errors.field("owner", _("请从双方部门的成员里选。"), CLAUSE)
    task = RequestTask.objects.create(request=request, title=title.strip()[:120], owner=owner, due_on=due_on)
    trail.record(CollabEvent.REQUEST_TASK_ADDED, target=request, by=by, data={"task": task.pk}, after=title, at=at)
    _tell(request, [owner], _("「%(title)s」有一项由您负责") % _words(request), by, at, title)
    recount(badge=queries.REQUESTS_BADGE, member_ids=[owner.pk])
    return task


@guarded("1.3.5")
@transaction.atomic
def finish_request_task(*, request: CrossRequest, task_id: int, by: Member, at: dt.datetime | None = None) -> None:
    """Tick a task off: its owner or the owner of the request.

    Clause: 1.3.5.  Raises: NotPermitted, NotThere.  Events: collab:request:task_done.  Races: conditional update, once.
    """
    task = RequestTask.objects.filter(request=request, pk=task_id).select_related("owner").first()
    if task is None:
        raise errors.not_there(_("协作事项"), CLAUSE)
    if task.done_at:
        return
    if by.pk not in (task.owner_id, request.owner_id):
        raise errors.not_yours(task.owner.name, CLAUSE)
    if RequestTask.objects.filter(pk=task.pk, done_at=None).update(done_at=at or clock.now(), done_by=by):
        trail.record(CollabEvent.REQUEST_TASK_DONE, target=request, by=by, data={"task": task.pk}, at=at)
        recount(badge=queries.REQUESTS_BADGE, member_ids=[task.owner_id])


@guarded("2.2.1")
@transaction.atomic
def ask_leader(*, request: CrossRequest, reason: str, by: Member, at: dt.datetime | None = None) -> CrossRequest:
    """Who asked brings a late or declined request before the leader of the management group (资源协调).

    Clause: 2.2.1.  Raises: NotPermitted, RuleBroken (neither late nor declined, asked before).  Events: collab:request:escalated.
    """
    moment = at or clock.now()
    if by.pk != request.requester_id:
        raise errors.not_yours(request.requester.name, "2.2.1")
    late = request.state == RequestState.PENDING and request.is_late(moment)
    if not (late or request.state == RequestState.DECLINED):
        raise errors.field("reason", _("只有超时未答复或被婉拒的请求可以提请协调。"), "2.2.1")
    if not bring_before_leader(request=request, why=reason.strip()[:500], by=by, at=at):
        raise errors.field("reason", _("这项请求已经提请组长协调。"), "2.2.1")
    return request


@guarded("2.2.1")
@transaction.atomic
def bring_before_leader(*, request: CrossRequest, why: str, by: Member | None, at: dt.datetime | None = None) -> bool:
    """Put a request before the leader of the group, once only; False when it lies there already. By the clock `by` is None.

    Clause: 2.2.1.  Events: collab:request:escalated.  Races: the conditional update lets one through.
    """
    moment = at or clock.now()
    rows = CrossRequest.objects.filter(pk=request.pk, leader_asked_at=None)
    if not rows.update(leader_asked_at=moment, leader_asked_why=why):
        return False
    request.leader_asked_at, request.leader_asked_why = moment, why
    trail.record(CollabEvent.REQUEST_ESCALATED, target=request, by=by, reason=why, data={"to": "leader"}, at=at)
    leader = org.leader_of_group()
    if leader:
        _tell(request, [leader], _("请协调：%(from)s 与 %(to)s 的「%(title)s」") % _words(request), by, at, why)
    return True


@guarded("2.2.1")
@transaction.atomic
def settle_request(
    *, request: CrossRequest, ruling: str, carry_out: bool, by: Member, at: dt.datetime | None = None
) -> CrossRequest:
    """The leader settles it with a binding decision: carried out by the head of the asked department, or not.

    Clause: 2.2.1.  Raises: NotPermitted, BadInput, RuleBroken (not brought before the leader, settled already), Stale.
    Events: collab:request:settled.
    """
    if not queries.is_leader(by):
        raise errors.not_yours(_("运营管理小组组长"), "2.2.1")
    if not ruling.strip():
        raise errors.field("reason", _("请写明裁定内容。"), "2.2.1")
    if request.leader_asked_at is None or request.ruled_at:
        raise errors.field("reason", _("这项请求没有等待裁定。"), "2.2.1")
    moment, heads = at or clock.now(), org.heads_of(request.to_unit_id)
    changes: dict[str, Any] = {"ruling": ruling.strip()[:1000], "ruled_by": by, "ruled_at": moment, "nudge_at": None}
    answered: dict[str, Any] = {"answered_at": request.answered_at or moment}
    if carry_out and request.state in (RequestState.PENDING, RequestState.DECLINED):
        owner = request.owner or next(iter(heads or queries.receivers_of(request)), by)
        states.REQUEST.move(request, to=RequestState.TAKEN, owner=owner, closed_at=None, **changes, **answered)
    elif not carry_out and request.state != RequestState.DECLINED:
        states.REQUEST.move(
            request, to=RequestState.DECLINED, reason=_("组长裁定不执行"), closed_at=moment, **changes, **answered
        )
    else:
        if CrossRequest.objects.filter(pk=request.pk, ruled_at=None).update(**changes) != 1:
            raise errors.raced("request", "2.2.1")
        request.refresh_from_db()
    trail.record(
        CollabEvent.REQUEST_SETTLED, target=request, by=by, reason=ruling, data={"carry_out": carry_out}, at=at
    )
    _tell(request, [request.requester, *heads], _("组长已裁定：%(title)s") % _words(request), by, at, ruling)
    recount(
        badge=queries.REQUESTS_BADGE, member_ids=[request.owner_id, *request.tasks.values_list("owner_id", flat=True)]
    )
    return request


def _words(request: CrossRequest) -> dict[str, str]:
    return {
        "title": request.title,
        "unit": request.from_unit.name,
        "from": request.from_unit.name,
        "to": request.to_unit.name,
        "who": request.requester.name,
        "owner": request.owner.name if request.owner else "",
    }


def _tell(
    request: CrossRequest, people: list[Member], title: str, by: Member | None, at: dt.datetime | None, body: str = ""
) -> None:
    url = request.get_absolute_url()
    notify.tell(
        kind="collab.request", members=people, title=title, body=body[:500], url=url, by=by, clause=CLAUSE, at=at
    )


def _require_receiver(request: CrossRequest, by: Member) -> None:
    queries.require(by, queries.REQUEST_ASK)
    if request.to_unit_id not in queries.own_unit_ids(by):
        raise errors.not_yours(request.to_unit.name, CLAUSE)


def _require_owner(request: CrossRequest, by: Member) -> None:
    if by.pk != request.owner_id:
        raise errors.not_yours(request.owner.name if request.owner else request.to_unit.name, CLAUSE)
