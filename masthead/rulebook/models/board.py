"""What stands beside the probes: exceptions, findings, the board's figures by day, frozen months, packs for auditors."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.rulebook.models.policy import PolicyVersion, ProbeRun
from masthead.rulebook.states import ExceptionState, FindingState, PackState


class PolicyException(models.Model):
    """A clause need not be kept for a while 豁免: asked with a reason, approved by the leader, at most 90 days, ends by itself."""

    clause_key = models.CharField(_("条款"), max_length=20)
    reason = models.TextField(_("理由"), max_length=500)
    measure = models.TextField(_("补偿措施"), max_length=500)
    starts_on = models.DateField(_("开始日期"))
    expires_on = models.DateField(_("到期日期"))
    state = models.CharField(max_length=10, choices=ExceptionState, default=ExceptionState.REQUESTED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)

    class Meta:
        verbose_name = _("条款豁免")
        indexes = [models.Index(fields=["clause_key", "starts_on"], name="exception_by_clause")]
        constraints = [
            models.CheckConstraint(condition=Q(expires_on__gt=F("starts_on")), name="exception_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "expired"]) | Q(approver__isnull=False),
                name="exception_in_force_has_an_approver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_key} {self.reason[:40]}"

    def get_absolute_url(self) -> str:
        return reverse("rulebook:exception", args=[self.pk])


class Finding(models.Model):
    """One object that failed a probe 问题: opened by the run, closed only by a later run that passes it."""

    probe_key = models.CharField(max_length=60)
    clause_key = models.CharField(max_length=20)
    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    name = models.CharField(_("对象"), max_length=200)
    url = models.CharField(max_length=300, blank=True)
    reason = models.TextField(_("问题"), blank=True)
    red_line = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.OPEN)
    opened_at = models.DateTimeField()
    opened_run = models.ForeignKey(ProbeRun, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_run = models.ForeignKey(ProbeRun, null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("整改期限"), null=True, blank=True)
    cause = models.TextField(_("原因"), max_length=500, blank=True)
    action = models.TextField(_("整改措施"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("问题")
        indexes = [
            models.Index(fields=["state", "-id"], name="finding_by_state"),
            models.Index(fields=["clause_key", "state", "-id"], name="finding_by_clause"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["probe_key", "kind", "object_id"],
                condition=Q(state="failing"),
                name="an_object_has_one_open_finding_of_a_probe",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rulebook:finding", args=[self.pk])


class BoardDay(models.Model):
    """The two numbers of the whole board at the end of a day (so far), for the trend. `score_points` is tenths of a point."""

    on = models.DateField(unique=True)
    score_points = models.PositiveSmallIntegerField(null=True)
    scored_weight = models.PositiveIntegerField()
    covered_weight = models.PositiveIntegerField()
    weight = models.PositiveIntegerField()
    clauses = models.PositiveSmallIntegerField()
    covered = models.PositiveSmallIntegerField()
    alarming = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("看板日数字")

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class BoardSnapshot(models.Model):
    """The board at the end of a month, frozen: the database refuses every change. `digest` covers `body`."""

    month = models.DateField(unique=True)  # its first day
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("看板月度快照")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return reverse("rulebook:snapshot", args=[self.pk])


class AuditPack(models.Model):
    """An auditor's pack 审计资料包 of a period, built in the background; the row is the queue entry."""

    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    state = models.CharField(max_length=10, choices=PackState, default=PackState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=60, blank=True)
    error = models.CharField(max_length=300, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    file = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    manifest_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("审计资料包")
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="pack_period_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(file__isnull=False), name="a_ready_pack_has_its_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} — {self.until:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("rulebook:pack", args=[self.pk])
