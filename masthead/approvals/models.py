"""Flows, cases, steps and tasks. Every decision column is written by one conditional UPDATE."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    SEQUENTIAL = "seq", _("依次审批")
    ALL = "all", _("会签")
    ANY = "any", _("或签")


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


class StepState(models.TextChoices):
    WAITING = "waiting", _("未到")
    ACTIVE = "active", _("进行中")
    APPROVED = "approved", _("已通过")
    RETURNED = "returned", _("已退回")
    REJECTED = "rejected", _("已驳回")
    CANCELLED = "cancelled", _("已取消")


class TaskState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    PENDING = "pending", _("待审批")
    APPROVED = "approved", _("已通过")
    RETURNED = "returned", _("已退回")
    REJECTED = "rejected", _("已驳回")
    CLOSED = "closed", _("无需处理")


class FlowVersion(models.Model):
    """One version of a flow. `steps` = [{name, mode, resolver: {kind, …}, same_unit}]; never edited once published."""

    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    name = models.CharField(_("流程名称"), max_length=60)
    steps = models.JSONField()
    state = models.CharField(max_length=10, choices=FlowState, default=FlowState.DRAFT)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("org.Member", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("发布理由"), max_length=500, blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("审批流程")
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="flow_version_is_unique"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(state="published"), name="flow_has_one_published_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Case(models.Model):
    """One request for approval of one exact content. `round` grows when it is handed in again after a return."""

    flow = models.ForeignKey(FlowVersion, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    title = models.CharField(_("标题"), max_length=200)
    content_hash = models.CharField(max_length=64)
    requester = models.ForeignKey("org.Member", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("org.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.RUNNING)
    round = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("审批单")
        indexes = [
            models.Index(fields=["state", "-id"], name="case_by_state"),
            models.Index(fields=["requester", "-opened_at", "-id"], name="case_by_requester"),
            models.Index(fields=["unit", "-opened_at", "-id"], name="case_by_unit"),
            models.Index(fields=["-opened_at", "-id"], name="case_by_time"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="case_by_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], condition=Q(state="running"), name="subject_has_one_running_case"
            )
        ]

    def __str__(self) -> str:
        return self.title


class StepRun(models.Model):
    """One step of a case in one round."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    mode = models.CharField(max_length=5, choices=Mode)
    resolver = models.JSONField()
    state = models.CharField(max_length=10, choices=StepState, default=StepState.WAITING)
    activated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("审批节点")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_has_a_step_number_once")]

    def __str__(self) -> str:
        return self.name


class Task(models.Model):
    """One person's decision. `hash_seen` is what the person's page showed; a decision without it cannot exist."""

    step = models.ForeignKey(StepRun, on_delete=models.PROTECT, related_name="tasks")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    assignee = models.ForeignKey("org.Member", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.QUEUED)
    opened_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    hash_seen = models.CharField(max_length=64, blank=True)
    comment = models.TextField(_("意见"), blank=True)
    confirmations = models.JSONField(default=list)

    class Meta:
        verbose_name = _("审批任务")
        indexes = [
            models.Index(fields=["assignee", "state", "-id"], name="task_by_assignee"),
            models.Index(fields=["assignee", "-decided_at", "-id"], name="task_by_decision"),
            models.Index(fields=["case", "state"], name="task_by_case"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["step", "assignee"], name="person_is_asked_once_in_a_step"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "returned", "rejected"]) | ~Q(hash_seen=""),
                name="decision_names_the_hash_it_saw",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.assignee}"


class FlowDraft(models.Model):
    """The next version of a flow while it is drawn: shared by all administrators, one for each flow, gone when published or discarded.

    `edition` grows with every change and is what conditional updates compare; `past` keeps earlier drawings for 撤销, newest last.
    """

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(_("流程名称"), max_length=60)
    steps = models.JSONField(default=list)
    edition = models.PositiveIntegerField(default=1)
    past = models.JSONField(default=list)
    based_on = models.ForeignKey(FlowVersion, null=True, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey("org.Member", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    edited_by = models.ForeignKey("org.Member", on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        verbose_name = _("流程草稿")

    def __str__(self) -> str:
        return self.name
