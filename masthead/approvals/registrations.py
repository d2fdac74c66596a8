"""What the approval engine declares to the floors below."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.approvals import actions, flow_probes, health, probes, queries  # noqa: F401  the probes register themselves
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.models import Task
from masthead.core.health import health_check
from masthead.core.navigation import entry
from masthead.core.permissions import capability
from masthead.core.workbench import Card, CardItem, card
from masthead.notify.registry import notice_kind
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.org.registry import Held, holding, role_gets
from masthead.trail.registry import register_events

capability("approvals.case.read_all", _("查看全部审批单"), clause="3.3.2")
capability("approvals.task.hand_over", _("移交他人的待办审批"), clause="3.3.2", sensitive=True)
for _role in ("auditor", "leader", "admin"):
    role_gets(_role, ["approvals.case.read_all"])
capability("approvals.flow.read", _("查看审批流程"), clause="3.3.2", scoped=False)
capability("approvals.flow.manage", _("设计与发布审批流程"), clause="3.3.2", sensitive=True, scoped=False)
for _role in ("auditor", "leader", "admin"):
    role_gets(_role, ["approvals.flow.read"])
role_gets("admin", ["approvals.flow.manage"])
role_gets("admin", ["approvals.task.hand_over"])

register_events(
    ApprovalEvent,
    {
        ApprovalEvent.FLOW_PUBLISHED: (_("发布了审批流程"), "3.3.2", "route"),
        ApprovalEvent.FLOW_RETIRED: (_("停用了审批流程"), "3.3.2", "player-stop"),
        ApprovalEvent.FLOW_DRAFT_STARTED: (_("开始修改审批流程"), "3.3.2", "edit"),
        ApprovalEvent.FLOW_DRAFT_CHANGED: (_("修改了流程草稿"), "3.3.2", "pencil"),
        ApprovalEvent.FLOW_DRAFT_DISCARDED: (_("放弃了流程草稿"), "3.3.2", "trash"),
        ApprovalEvent.CASE_OPENED: (_("提交审批"), "3.3.2", "send"),
        ApprovalEvent.CASE_APPROVED: (_("审批全部通过"), "3.3.2", "circle-check"),
        ApprovalEvent.CASE_RETURNED: (pgettext_lazy("event", "退回修改"), "3.3.2", "arrow-back-up"),
        ApprovalEvent.CASE_REJECTED: (pgettext_lazy("event", "驳回"), "3.3.2", "circle-x"),
        ApprovalEvent.CASE_WITHDRAWN: (pgettext_lazy("event", "撤回审批"), "3.3.2", "arrow-back"),
        ApprovalEvent.CASE_EXPIRED: (_("审批过了时限，已关闭"), "3.3.2", "clock"),
        ApprovalEvent.STEP_SENT_BACK: (_("退回到前面的节点"), "3.3.2", "arrow-back-up"),
        ApprovalEvent.TASK_APPROVED: (_("审批通过"), "3.3.2", "check"),
        ApprovalEvent.TASK_REJECTED: (_("投了反对票"), "3.3.2", "x"),
        ApprovalEvent.TASK_MERGED: (_("与上一节点同一人，审批合并"), "3.3.2", "check"),
        ApprovalEvent.SIGNERS_ADDED: (pgettext_lazy("event", "加签"), "3.3.2", "user-plus"),
        ApprovalEvent.TASK_TRANSFERRED: (_("转交审批"), "3.3.2", "arrow-right"),
        ApprovalEvent.TASK_DELEGATED: (_("委托审批"), "3.3.2", "users"),
        ApprovalEvent.TASK_ESCALATED: (_("审批超时升级"), "3.3.2", "alert-triangle"),
        ApprovalEvent.TASK_HANDED_OVER: (_("移交审批"), "3.3.2", "arrow-right"),
        ApprovalEvent.STEP_REMINDED: (_("提醒审批"), "3.3.2", "bell"),
        ApprovalEvent.COPY_READ: (_("确认阅知抄送"), "3.3.2", "eye"),
    },
)

notice_kind("approvals.asked", _("待审批"), icon="checklist")
notice_kind("approvals.result", _("审批结果"), icon="circle-check")
notice_kind("approvals.flow", _("审批流程变更"), icon="route")
notice_kind("approvals.remind", _("审批时限"), icon="bell")
notice_kind("approvals.copied", _("审批抄送"), icon="eye")

COUNTER = "approvals.todo"
CARD_ROWS = 5

entry(
    "approvals.cases",
    chapter="content",
    label=_("审核"),
    url_name="approvals:cases",
    counter=COUNTER,
    order=40,
    phone=True,
)
entry(
    "approvals.flows",
    chapter="settings",
    label=_("审批流程"),
    url_name="approvals:flows",
    capability="approvals.flow.read",
    order=20,
    section="engines",
)


def _line(task: Task) -> CardItem:
    case = task.case
    return CardItem(
        case.title,
        reverse("approvals:case", args=[case.pk]),
        f"{case.requester.name} · {task.step.name}",
        task.opened_at,
        "pending",
    )


def waiting_card(member: Member) -> Card:
    """What waits for the member's decision; one query while anything does."""
    waiting = org.counters_of(member).get(COUNTER, 0)
    rows = list(queries.tasks_of(member).order_by(*queries.WAITING_ORDER)[:CARD_ROWS]) if waiting else []
    count = waiting if len(rows) == CARD_ROWS else len(rows)
    return Card(
        _("待我审批"),
        count,
        [_line(t) for t in rows],
        url=reverse("approvals:cases"),
        empty=_("没有等待您审批的内容。"),
        icon="clipboard-check",
    )


card("approvals.todo", waiting_card, order=10)


health_check("approvals.clock", label=_("审批时限"), run=health.overdue, order=34)


def tasks_held(member: Member) -> list[Held]:
    """Every approval that waits for the member."""
    rows = queries.open_tasks_of(member)
    return [Held(t.case.title, reverse("approvals:case", args=[t.case_id]), t.step.name) for t in rows]


def hand_over_tasks(member: Member, to: Member, by: Member) -> None:
    """All of them, or the leaving waits."""
    actions.hand_over_everything(member=member, to=to, by=by)


holding(
    "approvals.tasks",
    label=_("待办审批"),
    find=tasks_held,
    advice=_("请为待办审批选择有审批权限的交接人，或先在「审核」里逐项移交。"),
    hand_over=hand_over_tasks,
    order=40,
)
