"""加签, 转交, 委托 and 移交: other people come to the table. Separation of duties is checked for every one of them."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals.actions.gate import already_decided, enter_without_content
from masthead.approvals.actions.summons import COUNTER, close_open_tasks, summon, take_over
from masthead.approvals.duties import Desk, desk_of, newcomers
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.models import ADDED, OPEN_TASKS, Case, CaseState, Origin, StepRun, StepState, Task, TaskState
from masthead.core import clock
from masthead.core.errors import RuleBroken
from masthead.org import actions as org_actions
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

MOST_ADDED = 10


@guarded("3.3.2")
@transaction.atomic
def add_signers(
    *, task: Task, people: Sequence[Member], how: Origin, by: Member, words: str = "", at: dt.datetime | None = None
) -> list[Task]:
    """Ask more people in addition: before oneself (one's own task waits), beside, or after. Their no counts like one's own.

    Clause: 3.3.2.  Raises: RuleBroken (the flow forbids it, an added signer adds, a person may not decide), Stale.
    Events: approvals:task:signers_added.  Races: the claim on one's own pending task lets exactly one of adding and deciding through.
    """
    moment = at or clock.now()
    desk = enter_without_content(task=task, member=by)
    clause = desk.subject.clause
    _allowed(task, "add", desk)
    if how not in ADDED:
        raise RuleBroken(_("请选择前加签、并加签或后加签。"), code="how_to_add", clause=clause)
    if task.added:
        raise RuleBroken(
            _("您是被加签的人，不能再加签。"),
            code="added_cannot_add",
            clause=clause,
            advice=_("可以在意见里建议由谁再看。"),
        )
    if not 1 <= len({m.pk for m in people}) <= MOST_ADDED:
        raise RuleBroken(_("请选择 1 到 %(n)s 名加签人。") % {"n": MOST_ADDED}, code="how_many_added", clause=clause)
    _fit(desk, task.step, people)
    to = TaskState.HELD if how == Origin.BEFORE else TaskState.PENDING
    if Task.objects.filter(pk=task.pk, state=TaskState.PENDING).update(state=to) != 1:
        raise already_decided(task)
    if to == TaskState.HELD:
        org_actions.add_to_counter(member_id=task.assignee_id, key=COUNTER, by_amount=-1)
    added = [
        Task.objects.create(
            step=task.step, case=desk.case, assignee=member, order=task.order, line=task.line, added=True, origin=how,
            parent=task, words=words[:500],
        )
        for member in {m.pk: m for m in people}.values()
    ]  # fmt: skip
    for new in added if how != Origin.AFTER else []:
        summon(task=new, desk=desk, by=by, at=moment)
    _keep(ApprovalEvent.SIGNERS_ADDED, desk, task, by, words, moment, how=str(how), to=[m.name for m in people])
    return added


@guarded("3.3.2")
@transaction.atomic
def transfer_task(*, task: Task, to: Member, by: Member, words: str = "", at: dt.datetime | None = None) -> Task:
    """Give one's task away: the other decides in their own name.

    Clause: 3.3.2.  Raises: RuleBroken (the flow forbids it, the person may not decide), Stale.  Events: approvals:task:transferred.
    Races: one conditional UPDATE of the pending task decides between this and a decision.
    """
    moment = at or clock.now()
    desk = _ready_to_pass(task, by, to)
    heir = take_over(task=task, to=to, origin=Origin.TRANSFER, desk=desk, by=by, at=moment, words=words)
    _keep(ApprovalEvent.TASK_TRANSFERRED, desk, task, by, words, moment, to=to.name)
    return heir


@guarded("3.3.2")
@transaction.atomic
def delegate_task(*, task: Task, to: Member, by: Member, words: str = "", at: dt.datetime | None = None) -> Task:
    """Let another decide in one's name. Both names stand on the decision; duties are checked for both.

    Clause: 3.3.2.  Raises: as transfer_task.  Events: approvals:task:delegated.  Races: as transfer_task.
    """
    moment = at or clock.now()
    desk = _ready_to_pass(task, by, to)
    behalf = task.behalf or task.assignee
    heir = take_over(task=task, to=to, origin=Origin.DELEGATE, desk=desk, by=by, at=moment, behalf=behalf, words=words)
    _keep(ApprovalEvent.TASK_DELEGATED, desk, task, by, words, moment, to=to.name)
    return heir


@guarded("3.3.2")
@transaction.atomic
def hand_over_task(*, task: Task, to: Member, by: Member | None, words: str, at: dt.datetime | None = None) -> Task:
    """An administrator (or the clock, by None) moves an open task away from somebody who left or is long absent.

    Clause: 3.3.2.  Raises: RuleBroken when the person may not decide, Stale when it was decided.  Events: approvals:task:handed_over.
    Races: as transfer_task.
    """
    moment = at or clock.now()
    desk, task = _locked(task)
    _fit(desk, task.step, [to])
    heir = take_over(task=task, to=to, origin=Origin.HANDED_OVER, desk=desk, by=by, at=moment, words=words)
    _keep(ApprovalEvent.TASK_HANDED_OVER, desk, task, by, words, moment, to=to.name)
    return heir


@guarded("3.3.2")
@transaction.atomic
def drop_leaver(*, task: Task, words: str, at: dt.datetime | None = None) -> None:
    """In a 或签 with others still asked, the seat of somebody who left is simply cleared.

    Clause: 3.3.2.  Raises: Stale when it was decided.  Events: approvals:task:handed_over.
    """
    desk, task = _locked(task)
    close_open_tasks(case=desk.case, step=task.step, line=task.line)
    _keep(ApprovalEvent.TASK_HANDED_OVER, desk, task, None, words, at or clock.now(), to="")


def _locked(task: Task) -> tuple[Desk, Task]:
    case = Case.objects.select_for_update().get(pk=task.case_id)
    fresh = Task.objects.select_related("step", "assignee", "behalf", "case").get(pk=task.pk)
    if case.state != CaseState.RUNNING or fresh.state not in OPEN_TASKS or fresh.step.state != StepState.ACTIVE:
        raise already_decided(fresh)
    return desk_of(case), fresh


def _ready_to_pass(task: Task, by: Member, to: Member) -> Desk:
    desk = enter_without_content(task=task, member=by)
    _allowed(task, "transfer", desk)
    if task.state != TaskState.PENDING:
        raise already_decided(task)
    _fit(desk, task.step, [to])
    return desk


def _allowed(task: Task, deed: str, desk: Desk) -> None:
    if deed not in task.step.allow:
        raise RuleBroken(
            _("流程在节点「%(step)s」不允许这样做。") % {"step": task.step.name},
            code="flow_forbids",
            clause=desk.subject.clause,
            advice=_("请自己审批，或退回。"),
        )


def _fit(desk: Desk, step: StepRun, people: Sequence[Member]) -> None:
    """Nobody is brought in who may not decide. Raises RuleBroken with the names."""
    able = {m.pk for m in newcomers(desk, step, list(people))}
    if unfit := [m.name for m in people if m.pk not in able]:
        raise RuleBroken(
            _("%(who)s不能审批这份内容：没有该部门的审批权限、是提交人或编写人，或已经在这里审批过。")
            % {"who": _("、").join(unfit)},
            code="may_not_decide",
            clause=desk.subject.clause,
            advice=_("请从列表里选择其他人。"),
        )


def _keep(
    event: ApprovalEvent, desk: Desk, task: Task, by: Member | None, words: str, at: dt.datetime, **data: object
) -> None:
    trail.record(
        event, target=desk.thing, by=by, behalf=task.behalf, version=desk.case.content_hash, reason=words, at=at,
        data={"case": desk.case.pk, "step": task.step.name, "from": task.assignee.name, **data},
    )  # fmt: skip
