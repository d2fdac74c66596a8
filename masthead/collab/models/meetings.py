"""Meetings of the management group, attendance, minutes, decisions."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from masthead.collab.states import DecisionState, MeetingState


class MeetingKind(models.TextChoices):
    GROUP = "group", _("小组会议")
    PLANNING = "planning", _("策划会议")


class Meeting(models.Model):
    """小组会议, or a meeting called for another purpose. Minutes and decisions are sealed together by `approved_hash` when the leader approves them."""

    group = models.ForeignKey("org.ManagementGroup", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=MeetingKind, default=MeetingKind.GROUP)
    title = models.CharField(_("会议名称"), max_length=80)
    start_at = models.DateTimeField(_("时间"))
    place = models.CharField(_("地点"), max_length=60)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    quorum = models.PositiveSmallIntegerField(_("法定人数"))
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True)
    minutes = models.TextField(_("纪要"), max_length=8000, blank=True)
    minutes_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    case_id = models.BigIntegerField(null=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("小组会议")
        indexes = [models.Index(fields=["-start_at", "-id"], name="meeting_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | (~Q(approved_hash="") & Q(approved_by__isnull=False)),
                name="approved_minutes_name_their_hash",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("collab:meeting", args=[self.pk])


class AgendaItem(models.Model):
    """One point of the agenda, in order."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("议题"), max_length=120)
    presenter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("汇报人")
    )

    class Meta:
        verbose_name = _("议题")
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="agenda_number_is_unique")]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """One invited person: signed in by themselves, or excused with a reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    counts = models.BooleanField(default=True)  # a seat of the group: counts for the quorum
    signed_at = models.DateTimeField(null=True)
    excuse = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("出席")
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="member_is_invited_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.member_id}"


class Decision(models.Model):
    """决议. It has a number (决议〔2026〕3号) only once the leader approved the minutes that hold it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    order = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    text = models.CharField(_("决议内容"), max_length=500)
    clause = models.CharField(_("相关条款"), max_length=20, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("责任人")
    )
    named_owner = models.ForeignKey(  # whom the approved minutes name, once somebody else took it over
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("完成期限"))
    state = models.CharField(max_length=12, choices=DecisionState, default=DecisionState.DRAFT)
    progress = models.PositiveSmallIntegerField(default=0)
    progress_note = models.CharField(max_length=500, blank=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    dropped_why = models.CharField(max_length=500, blank=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("one", "决议")
        indexes = [models.Index(fields=["state", "due_on"], name="decision_by_due")]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="decision_number_is_unique_in_its_year"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="dropped") | (~Q(approved_hash="") & Q(approved_by__isnull=False)),
                name="decision_in_force_was_approved_by_the_leader",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="decision_progress_ends_at_100"),
            models.CheckConstraint(
                condition=~Q(state="done") | (Q(done_by__isnull=False) & ~Q(done_by=F("owner"))),
                name="decision_is_confirmed_by_another_than_its_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text[:40]}".strip()

    @property
    def label(self) -> str:
        if not self.number:
            return ""
        return gettext("决议〔%(year)d〕%(number)d号") % {"year": self.year, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("collab:decision", args=[self.pk])

    def is_late(self, today: dt.date) -> bool:
        """Not carried out by its day."""
        return self.state == DecisionState.IN_PROGRESS and today > self.due_on
