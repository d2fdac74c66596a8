"""Topics: what is planned, in which form, for whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.content.states import TopicState


class TopicForm(models.TextChoices):
    ARTICLE = "article", _("图文")
    VIDEO = "video", _("视频")
    PICTURES = "pictures", _("图集")
    LIVE = "live", _("直播")
    ACTIVITY = "activity", _("互动活动")


class TopicSource(models.TextChoices):
    BUSINESS = "business", _("业务需要")
    HOT = "hot", _("市场热点")
    CALENDAR = "calendar", _("营销日历")
    MEETING = "meeting", _("策划会议")
    FEEDBACK = "feedback", _("用户反馈")


class Topic(models.Model):
    """A planned content: what, in which form, for which accounts, when, by whom."""

    title = models.CharField(_("选题"), max_length=80)
    theme = models.TextField(_("主题与角度"), max_length=1000)
    form = models.CharField(_("形式"), max_length=12, choices=TopicForm, default=TopicForm.ARTICLE)
    source = models.CharField(_("来源"), max_length=12, choices=TopicSource, default=TopicSource.BUSINESS)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("部门"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("负责人")
    )
    planned_on = models.DateField(_("计划发布日"))
    state = models.CharField(max_length=12, choices=TopicState, default=TopicState.PROPOSED)
    reason = models.CharField(_("决定理由"), max_length=500, blank=True)
    accounts = models.ManyToManyField("accounts.Account", related_name="+", verbose_name=_("目标账号"), blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("选题")
        indexes = [
            models.Index(fields=["-planned_on", "-id"], name="topic_by_day"),
            models.Index(fields=["unit", "state", "-planned_on", "-id"], name="topic_by_unit_state"),
            models.Index(fields=["state", "-planned_on", "-id"], name="topic_by_state"),
            models.Index(fields=["owner", "-planned_on", "-id"], name="topic_by_owner"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(reason=""), name="topic_dropped_says_why")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("content:topic", args=[self.pk])
