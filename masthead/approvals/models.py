"""Flows, cases, steps, tasks and copies. Every decision column is written by one conditional UPDATE."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from masthead.approvals.states import (
    ADDED,
    DECIDED,
    OPEN_TASKS,
    CaseState,
    FlowState,
    Mode,
    Origin,
    Resume,
    StepNote,
    StepState,
    TaskState,
)

__all__ = [
    "ADDED",
    "DECIDED",
    "OPEN_TASKS",
    "Case",
    "CaseState",
    "Copy",
    "FlowState",
    "FlowVersion",
    "Mode",
    "Origin",
    "Resume",
    "StepNote",
    "StepRun",
    "StepState",
    "Task",
    "TaskState",
]


class FlowVersion(models.Model):
    """One version of a flow. `steps` is data in the format of blueprint.py; never edited once published."""

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
    """One request for approval of one exact content. `round` grows when it is handed in again after a return.

    `facts` are what the flow's conditions were answered with at the handing-in. `resume_place` is the step that a returner wants to see
    first when the same content comes again.
    """

    flow = models.ForeignKey(FlowVersion, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    title = models.CharField(_("标题"), max_length=200)
    content_hash = models.CharField(max_length=64)
    requester = models.ForeignKey("org.Member", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("org.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.RUNNING)
    round = models.PositiveIntegerField(default=1)
    facts = models.JSONField(default=dict)
    low_risk = models.BooleanField(default=False)
    resume_place = models.PositiveSmallIntegerField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("审批单")
        indexes = [
            models.Index(fields=["state", "-opened_at", "-id"], name="case_by_state"),
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
    """One walk through one step of a case in one round; a step that is returned to is walked again as another run.

    `place` is the step's index in the flow, `number` its order on the path. `superseded` runs no longer count for anything.
    `look_at` is when the clock must look at it next (reminders, then the escalation); null = never.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    mode = models.CharField(max_length=5, choices=Mode)
    resolver = models.JSONField()
    state = models.CharField(max_length=10, choices=StepState, default=StepState.WAITING)
    place = models.PositiveSmallIntegerField(default=0)
    quorum = models.JSONField(null=True)
    distinct = models.BooleanField(default=True)
    allow = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    due_minutes = models.PositiveIntegerField(null=True)
    escalate_to = models.JSONField(null=True)
    note = models.CharField(max_length=10, choices=StepNote, blank=True, default=StepNote.NONE)
    superseded = models.BooleanField(default=False)
    resume = models.CharField(max_length=6, choices=Resume, blank=True)
    activated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    reminded_percent = models.PositiveSmallIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("审批节点")
        ordering = ("number",)
        indexes = [
            models.Index(
                fields=["look_at", "id"], condition=Q(state="active", look_at__isnull=False), name="step_to_look_at"
            ),
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="step_with_a_due_time"),
        ]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_has_a_step_number_once")]

    def __str__(self) -> str:
        return self.name


class Task(models.Model):
    """One person's decision. `hash_seen` is what the person's page showed; a decision without it cannot exist.

    A `line` is one seat at the table of a step: the person named by the flow, whoever took that person's place, and the signers
    whom they added. `parent` is the task it came from, `behalf` the person in whose name it is decided (委托).
    """

    step = models.ForeignKey(StepRun, on_delete=models.PROTECT, related_name="tasks")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    assignee = models.ForeignKey("org.Member", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    line = models.PositiveSmallIntegerField(default=0)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.NAMED)
    added = models.BooleanField(default=False)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    behalf = models.ForeignKey("org.Member", null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(_("说明"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.QUEUED)
    opened_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    hash_seen = models.CharField(max_length=64, blank=True)
    comment = models.TextField(_("意见"), blank=True)
    confirmations = models.JSONField(default=list)
    notes = models.JSONField(default=dict)  # {aspect: what the person wrote beside it}

    class Meta:
        verbose_name = _("审批任务")
        indexes = [
            models.Index(fields=["assignee", "state", "-opened_at", "-id"], name="task_by_assignee"),
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


class Copy(models.Model):
    """抄送: a member reads the case and confirms it; no decision comes from it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="copies")
    member = models.ForeignKey("org.Member", on_delete=models.PROTECT, related_name="+")
    step_name = models.CharField(max_length=60)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("抄送")
        indexes = [models.Index(fields=["member", "-id"], name="copy_by_member")]
        constraints = [models.UniqueConstraint(fields=["case", "member"], name="person_gets_one_copy_of_a_case")]

    def __str__(self) -> str:
        return f"{self.case} · {self.member}"
