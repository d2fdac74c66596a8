"""The gate of everything a person does with a task: the case row is locked, then person, duties, state and hash, in this order."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from masthead.approvals.actions.summons import COUNTER
from masthead.approvals.duties import Desk, desk_of, earlier_approvers, parties_of, wants_somebody_new
from masthead.approvals.models import Case, CaseState, Task, TaskState
from masthead.core.errors import NotPermitted, Stale
from masthead.org import actions as org_actions
from masthead.org import queries as org
from masthead.org.models import Member


def enter(*, task: Task, member: Member, hash_seen: str) -> Desk:
    """The case, locked, for a decision of the member on the content that the member's page showed. Raises NotPermitted, Stale."""
    desk = enter_without_content(task=task, member=member)
    if not (hash_seen == desk.case.content_hash == desk.subject.content_hash(desk.thing)):
        raise Stale(
            _("内容与您看到的版本不一致，没有记录您的意见。"),
            code="content_moved",
            clause=desk.subject.clause,
            advice=_("请刷新页面，看过最新内容后再审批。"),
        )
    return desk


def enter_without_content(*, task: Task, member: Member) -> Desk:
    """The case, locked, for passing a task on or adding signers: nothing is decided, so no hash is asked. Raises NotPermitted, Stale."""
    desk = desk_of(Case.objects.select_for_update().get(pk=task.case_id))
    clause = desk.subject.clause
    if task.assignee_id != member.pk:
        raise NotPermitted(_("这项审批没有指派给您。"), code="not_asked", clause=clause)
    _check_duties(desk, task, member)
    if not org.may(member, desk.subject.capability, unit_id=desk.case.unit_id):
        raise NotPermitted(
            _("您已不具备该部门的审批权限。"), code="lost_capability", clause=clause, advice=_("请联系系统管理员。")
        )
    if desk.case.state != CaseState.RUNNING:
        raise Stale(_("这张审批单已经有结果了，请刷新后再看。"), code="case_closed", clause=clause)
    return desk


def _check_duties(desk: Desk, task: Task, member: Member) -> None:
    people = {member.pk, task.behalf_id} - {None}
    if people & parties_of(desk):
        raise NotPermitted(
            _("不能审批自己提交或参与编写的内容。"),
            code="own_content",
            clause=desk.subject.clause,
            advice=_("请由其他审核人员审批。"),
        )
    if people & earlier_approvers(desk.case, task.step) and wants_somebody_new(desk, task.step):
        raise NotPermitted(
            _("您已经在其他节点审批过这份内容，本节点要由另一个人审批。"),
            code="decided_before",
            clause=desk.subject.clause,
            advice=_("请把任务转交给没有审批过的人。"),
        )


def decide(
    *,
    task: Task,
    state: TaskState,
    hash_seen: str,
    comment: str,
    at: dt.datetime,
    confirmed: Sequence[str] = (),
    notes: Mapping[str, str] | None = None,
) -> None:
    """The conditional UPDATE that lets exactly one decision through. Raises Stale."""
    changed = Task.objects.filter(pk=task.pk, state=TaskState.PENDING).update(
        state=state,
        hash_seen=hash_seen,
        comment=comment.strip(),
        decided_at=at,
        confirmations=list(confirmed),
        notes=dict(notes or {}),
    )
    if changed != 1:
        raise already_decided(task)
    org_actions.add_to_counter(member_id=task.assignee_id, key=COUNTER, by_amount=-1)


def already_decided(task: Task) -> Stale:
    """Somebody, perhaps the same person in another window, was faster."""
    return Stale(_("这项审批已经处理过了。"), code="task_decided", clause=desk_of(task.case).subject.clause)
