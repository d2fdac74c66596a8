"""The words of the engine: modes, states, and where a task came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    SEQUENTIAL = "seq", _("依次审批")
    ALL = "all", _("会签")
    ANY = "any", _("或签")
    VOTE = "vote", _("票决")


class FlowState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("生效")
    RETIRED = "retired", _("停用")


class CaseState(models.TextChoices):
    RUNNING = "running", _("审批中")
    APPROVED = "approved", _("已通过")
    RETURNED = "returned", _("已退回")
    REJECTED = "rejected", _("已驳回")
    WITHDRAWN = "withdrawn", _("已撤回")
    EXPIRED = "expired", _("已过期")


class StepState(models.TextChoices):
    WAITING = "waiting", _("未到")
    ACTIVE = "active", _("进行中")
    APPROVED = "approved", _("已通过")
    RETURNED = "returned", _("已退回")
    REJECTED = "rejected", _("已驳回")
    CANCELLED = "cancelled", _("已取消")
    SKIPPED = "skipped", _("不经过")


class StepNote(models.TextChoices):
    """What a reader must know about a step beside its state."""

    NONE = "", ""
    CONDITION = "condition", _("条件不满足，不经过")
    CARRIED = "carried", _("内容未变，沿用上一次的审批")
    RAISED = "raised", _("没有其他可审批的人，由组长审批")
    VACANT = "vacant", _("这个岗位没有人担任，由组长代为审批")
    AGAIN = "again", _("退回后重新审批")


class TaskState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    PENDING = "pending", _("待审批")
    HELD = "held", _("等加签人")
    APPROVED = "approved", _("已通过")
    RETURNED = "returned", _("已退回")
    REJECTED = "rejected", _("已驳回")
    PASSED_ON = "passed_on", _("已移交")
    CLOSED = "closed", _("无需处理")


OPEN_TASKS = (TaskState.PENDING, TaskState.HELD, TaskState.QUEUED)
DECIDED = (TaskState.APPROVED, TaskState.RETURNED, TaskState.REJECTED)


class Origin(models.TextChoices):
    """How a task came to its person. Added signers decide in addition; all the others in somebody's place."""

    NAMED = "named", _("流程指定")
    BEFORE = "before", _("前加签")
    PARALLEL = "parallel", _("并加签")
    AFTER = "after", _("后加签")
    TRANSFER = "transfer", _("转交")
    DELEGATE = "delegate", _("委托")
    ESCALATED = "escalated", _("超时升级")
    HANDED_OVER = "handover", _("离岗移交")
    MERGED = "merged", _("与上一节点同一人，合并")
    CARRIED = "carried", _("沿用上一次的审批")


ADDED = (Origin.BEFORE, Origin.PARALLEL, Origin.AFTER)


class Resume(models.TextChoices):
    """Where a case goes on after a return."""

    REPLAY = "replay", _("逐个节点重新审批")
    DIRECT = "direct", _("直接回到退回的节点")
