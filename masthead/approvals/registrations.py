"""What the approval engine declares to the floors below."""

from django.utils.translation import gettext_lazy as _

from masthead.approvals.events import ApprovalEvent
from masthead.core.permissions import capability
from masthead.notify.registry import notice_kind
from masthead.org.registry import role_gets
from masthead.trail.registry import register_events

capability("approvals.case.read_all", _("查看全部审批单"), clause="3.3.2")
for _role in ("auditor", "leader", "admin"):
    role_gets(_role, ["approvals.case.read_all"])

register_events(
    ApprovalEvent,
    {
        ApprovalEvent.FLOW_PUBLISHED: (_("发布了审批流程"), "3.3.2", "route"),
        ApprovalEvent.CASE_OPENED: (_("提交审批"), "3.3.2", "send"),
        ApprovalEvent.CASE_APPROVED: (_("审批全部通过"), "3.3.2", "circle-check"),
        ApprovalEvent.CASE_RETURNED: (_("退回修改"), "3.3.2", "arrow-back-up"),
        ApprovalEvent.CASE_REJECTED: (_("驳回"), "3.3.2", "circle-x"),
        ApprovalEvent.CASE_WITHDRAWN: (_("撤回审批"), "3.3.2", "arrow-back"),
        ApprovalEvent.TASK_APPROVED: (_("审批通过"), "3.3.2", "check"),
    },
)

notice_kind("approvals.asked", _("待审批"), icon="checklist")
notice_kind("approvals.result", _("审批结果"), icon="circle-check")
