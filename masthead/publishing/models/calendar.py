"""What belongs to the calendar itself: recurring slots, notes for sensitive days, secret addresses for other calendars."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.core import figures
from masthead.publishing import rhythms


class Rhythm(models.TextChoices):
    WEEKLY = rhythms.WEEKLY, _("每周")
    MONTHLY = rhythms.MONTHLY, _("每月")
    WORKDAYS = rhythms.WORKDAYS, _("每个工作日（含调休）")


class OffDay(models.TextChoices):
    """What becomes of a slot on a day on which the office is closed."""

    KEEP = rhythms.KEEP, _("照常")
    SKIP = rhythms.SKIP, _("当天不出")
    BEFORE = rhythms.BEFORE, _("提前到前一个工作日")
    AFTER = rhythms.AFTER, _("顺延到下一个工作日")


class RecurringSlot(models.Model):
    """A column of its own: every week at that time the account has it. An empty one is drawn in the calendar."""

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", verbose_name=_("账号"))
    name = models.CharField(_("栏目"), max_length=40)
    rhythm = models.CharField(_("节奏"), max_length=8, choices=Rhythm, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(_("星期"))
    month_day = models.PositiveSmallIntegerField(_("几号"), default=0)
    off_day = models.CharField(_("遇休息日"), max_length=6, choices=OffDay, default=OffDay.KEEP)
    at = models.TimeField(_("时间"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("固定栏目")
        constraints = [
            models.UniqueConstraint(fields=["account", "rhythm", "weekday", "month_day", "at"], condition=Q(ended_at=None), name="slot_is_kept_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="slot_has_a_weekday"),
            models.CheckConstraint(
                condition=~Q(rhythm="monthly") | Q(month_day__gte=1, month_day__lte=31), name="slot_has_a_day_of_the_month"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("publishing:slots")

    @property
    def when(self) -> str:
        """周三 19:30 · 每月31日 09:00 · 每个工作日 08:30; with the rule for days off where there is one."""
        if self.rhythm == Rhythm.MONTHLY:
            days = gettext("每月 %(day)d 日") % {"day": self.month_day}
        else:
            days = gettext("每个工作日") if self.rhythm == Rhythm.WORKDAYS else str(figures.WEEKDAYS[self.weekday])
        rule = (
            "" if self.off_day == OffDay.KEEP or self.rhythm == Rhythm.WORKDAYS else f" · {self.get_off_day_display()}"
        )
        return f"{days} {self.at:%H:%M}{rule}"


class SensitiveNote(models.Model):
    """Why something goes out on a sensitive day all the same, and who says so."""

    publication = models.ForeignKey("publishing.Publication", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    name = models.CharField(_("敏感日期"), max_length=200)
    words = models.CharField(_("说明"), max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("敏感日说明")
        constraints = [models.UniqueConstraint(fields=["publication", "on"], name="sensitive_day_is_explained_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class CalendarFeed(models.Model):
    """A secret address from which a calendar programme reads what its owner may see. Only the digest of the secret is kept."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(_("上次读取"), null=True)

    class Meta:
        verbose_name = _("日历订阅")
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(ended_at=None), name="member_has_one_calendar_feed")
        ]

    def __str__(self) -> str:
        return f"{self.member_id}"
