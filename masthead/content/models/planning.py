"""Planning meetings: their series, one meeting, the lines of its agenda with what was said and decided on each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.content.models.topics import Topic


class Rhythm(models.TextChoices):
    WEEKLY = "weekly", _("每周")
    FORTNIGHTLY = "fortnightly", _("每两周")
    MONTHLY = "monthly", _("每月")


WEEKDAYS = [
    (n, name) for n, name in enumerate((_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")))
]
ORDINALS = [(1, _("第一个")), (2, _("第二个")), (3, _("第三个")), (4, _("第四个"))]


class PlanningSeries(models.Model):
    """A rule that makes the next meeting by itself: every week, every second, or the nth weekday of a month."""

    name = models.CharField(_("会议名称"), max_length=60)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("部门"))
    organiser = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("召集人")
    )
    rhythm = models.CharField(_("频率"), max_length=12, choices=Rhythm, default=Rhythm.MONTHLY)
    weekday = models.PositiveSmallIntegerField(_("星期"), choices=WEEKDAYS, default=0)
    ordinal = models.PositiveSmallIntegerField(
        _("第几个"), choices=ORDINALS, default=1, help_text=_("只用于每月：当月第几个这样的星期。")
    )
    begins_at = models.TimeField(_("时间"))
    place = models.CharField(_("地点"), max_length=60)
    lead_days = models.PositiveSmallIntegerField(_("提前几天发通知"), default=5)
    first_on = models.DateField(_("从哪天起"))
    invited = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("参会人"))
    paused_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("策划会系列")

    def __str__(self) -> str:
        return self.name


class PlanningMeeting(models.Model):
    """策划会议: the planning side of a meeting; who was there, minutes and their approval are the meeting's own."""

    meeting = models.OneToOneField("collab.Meeting", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(PlanningSeries, null=True, on_delete=models.PROTECT, related_name="meetings")
    for_day = models.DateField()
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    assembled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("策划会议")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "for_day"],
                condition=Q(series__isnull=False),
                name="series_meets_once_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.meeting.title

    def get_absolute_url(self) -> str:
        return reverse("content:planning_meeting", args=[self.pk])


class Outcome(models.TextChoices):
    ADOPTED = "adopted", _("采纳")
    DROPPED = "dropped", _("放弃")
    POSTPONED = "postponed", _("延期")
    ASSIGNED = "assigned", _("指派")
    NOTED = "noted", _("已议")


class AgendaLine(models.Model):
    """One line of the agenda. A topic by key, everything else by kind and id of what its source found."""

    planning = models.ForeignKey(PlanningMeeting, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=30)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="+")
    origin_kind = models.CharField(max_length=60, blank=True)
    origin_id = models.BigIntegerField(null=True)
    title = models.CharField(_("议题"), max_length=120)
    note = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300, blank=True)
    words = models.TextField(_("记录"), max_length=2000, blank=True)
    words_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    serial = models.PositiveIntegerField(default=0)  # of the words, so that two scribes do not overwrite each other
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("策划会议题")
        constraints = [
            models.UniqueConstraint(fields=["planning", "number"], name="planning_line_number_is_unique"),
            models.UniqueConstraint(
                fields=["planning", "topic"], condition=Q(topic__isnull=False), name="topic_is_on_an_agenda_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
