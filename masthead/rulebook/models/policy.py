"""The rulebook's text by version, what the probes found, and the state of every clause day by day."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.rulebook.states import PUBLISHED, ClauseStatus, Significance, VersionState

SIGN_DAYS = 15  # clause 1.2


class PolicyDocument(models.Model):
    """One rulebook of the company; its text lives in versions."""

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(_("名称"), max_length=120)

    class Meta:
        verbose_name = _("制度")

    def __str__(self) -> str:
        return self.title


class PolicyVersion(models.Model):
    """A version of the text. `text_digest` covers every clause, so that a reader can prove which words were in force."""

    document = models.ForeignKey(PolicyDocument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本号"))
    state = models.CharField(max_length=12, choices=VersionState, default=VersionState.DRAFT)
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    text_digest = models.CharField(max_length=64)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    significance = models.CharField(_("修订类别"), max_length=5, choices=Significance, default=Significance.MAJOR)
    reason = models.TextField(_("修订说明"), blank=True)
    sign_days = models.PositiveSmallIntegerField(_("阅读确认期限"), default=SIGN_DAYS)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)  # the first day on which another version was in force
    edits = models.PositiveIntegerField(default=0)  # of the order of clauses; each clause counts its own

    class Meta:
        verbose_name = _("制度版本")
        indexes = [models.Index(fields=["state", "effective_on"], name="policy_version_by_effect")]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "effective_on"],
                condition=Q(state__in=["approved", "in_force", "superseded"]),
                name="policy_has_one_text_on_any_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") | Q(ended_on__isnull=False), name="policy_superseded_has_an_end"
            ),
            models.UniqueConstraint(fields=["document", "number"], name="policy_version_number_is_used_once"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state="in_force"), name="policy_has_one_version_in_force_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(effective_on__isnull=False),
                name="policy_in_force_has_an_effective_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} v{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("rulebook:version", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.state in PUBLISHED

    @property
    def sign_by(self) -> dt.date | None:
        """The day until which people who were here when it took force must have signed."""
        return self.effective_on + dt.timedelta(days=self.sign_days) if self.effective_on else None


class ClauseLevel(models.TextChoices):
    CHAPTER = "chapter", _("章")
    SECTION = "section", _("节")
    CLAUSE = "clause", _("条")


class Clause(models.Model):
    """One numbered place of a version. `key` ("3.3.2") is stable over versions: guards, probes and links are bound to it.

    `number` is what the text shows; it equals the key until the place is moved. `revision` counts the edits of a draft.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="clauses")
    key = models.CharField(max_length=20)
    number = models.CharField(_("编号"), max_length=20)
    level = models.CharField(max_length=8, choices=ClauseLevel)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    title = models.CharField(_("标题"), max_length=80)
    text = models.TextField(_("正文"), blank=True)
    order = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("条款")
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="clause_key_is_used_once_in_a_version")]

    def __str__(self) -> str:
        return f"{self.number or self.key} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("rulebook:clause", args=[self.key])


class ProbeRun(models.Model):
    """One examination by a probe. A row without `finished_at` is a run that began; one at a time per probe.

    `ran_ok` False = the check itself failed: it says nothing about the clause, and is never counted as passed.
    `catches_seed` True/False = the probe noticed (or missed) a violation planted for it; None = never tried.
    """

    probe_key = models.CharField(max_length=60)
    clause_key = models.CharField(max_length=20)
    window_start = models.DateTimeField()
    window_end = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    ran_ok = models.BooleanField(null=True)
    error = models.CharField(max_length=300, blank=True)
    population_n = models.PositiveIntegerField(default=0)
    exempt_n = models.PositiveIntegerField(default=0)
    pass_n = models.PositiveIntegerField(default=0)
    fail_n = models.PositiveIntegerField(default=0)
    duration_ms = models.PositiveIntegerField(default=0)
    catches_seed = models.BooleanField(null=True)
    seeded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("检查记录")
        indexes = [models.Index(fields=["probe_key", "-id"], name="probe_run_by_probe")]
        constraints = [
            models.UniqueConstraint(
                fields=["probe_key"], condition=Q(finished_at=None), name="a_probe_runs_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(ran_ok__isnull=False), name="a_finished_probe_run_says_whether_it_ran"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.probe_key} #{self.pk}"

    def age_minutes(self, now: dt.datetime) -> float:
        """Minutes since it ended."""
        return (now - (self.finished_at or self.started_at)).total_seconds() / 60


class ResultRank(models.IntegerChoices):
    """Order on the page: failures first."""

    FAILED = 0, _("未通过")
    PASSED = 1, _("通过")
    EXEMPT = 2, _("豁免")


class ProbeResult(models.Model):
    """One object's answer in a run: every failure, and passed objects up to a limit (the counts of the run are exact)."""

    run = models.ForeignKey(ProbeRun, on_delete=models.PROTECT, related_name="results")
    rank = models.PositiveSmallIntegerField(choices=ResultRank)
    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    name = models.CharField(_("对象"), max_length=200)
    url = models.CharField(max_length=300, blank=True)
    reason = models.TextField(_("说明"), blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("检查结果")
        indexes = [models.Index(fields=["run", "rank", "id"], name="probe_result_failures_first")]

    def __str__(self) -> str:
        return self.name

    @property
    def passed(self) -> bool | None:
        """True, False, or None for an exempt object."""
        return None if self.rank == ResultRank.EXEMPT else self.rank == ResultRank.PASSED


class ClauseState(models.Model):
    """The state of a clause at the end of a day (so far); the figure keeps numerator and denominator."""

    clause_key = models.CharField(max_length=20)
    on = models.DateField()
    state = models.CharField(max_length=12, choices=ClauseStatus)
    score_numerator = models.PositiveIntegerField(default=0)
    score_denominator = models.PositiveIntegerField(default=0)
    weight = models.PositiveSmallIntegerField(default=3)
    red_line_broken = models.BooleanField(default=False)
    as_of = models.DateTimeField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("条款日状态")
        indexes = [models.Index(fields=["on", "clause_key"], name="clause_state_by_day")]
        constraints = [models.UniqueConstraint(fields=["clause_key", "on"], name="clause_state_is_kept_once_a_day")]

    def __str__(self) -> str:
        return f"{self.clause_key} {self.on:%Y-%m-%d} {ClauseStatus(self.state).label}"
