"""What belongs to the calendar itself: recurring slots, notes for sensitive days, secret addresses for other calendars."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.core import figures


class RecurringSlot(models.Model):
    """A column of its own: every week at that time the account has it. An empty one is drawn in the calendar."""

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", verbose_name=_("账号"))
    name = models.CharField(_("栏目"), max_length=40)
    weekday = models.PositiveSmallIntegerField(_("星期"))
    at = models.TimeField(_("时间"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("固定栏目")
        constraints = [
            models.UniqueConstraint(fields=["account", "weekday", "at"], condition=Q(ended_at=None), name="slot_is_kept_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="slot_has_a_weekday"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("publishing:slots")

    @property
    def when(self) -> str:
        """周三 19:30."""
        return f"{figures.WEEKDAYS[self.weekday]} {self.at:%H:%M}"


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
