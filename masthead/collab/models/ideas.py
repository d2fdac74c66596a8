"""Ideas, votes, and the experiments that ideas become."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.collab.states import IdeaState


class Conclusion(models.TextChoices):
    EFFECTIVE = "effective", _("有效")
    INEFFECTIVE = "ineffective", _("无效")
    UNCERTAIN = "uncertain", _("不确定")


class Idea(models.Model):
    """创意: anyone may put one forward, everybody votes once."""

    title = models.CharField(pgettext_lazy("one", "创意"), max_length=60)
    text = models.TextField(_("怎么做，为什么值得试"), max_length=2000)
    unit = models.ForeignKey("org.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=IdeaState, default=IdeaState.PROPOSED)
    votes = models.PositiveIntegerField(default=0)
    proposed_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("one", "创意")
        indexes = [
            models.Index(fields=["-votes", "-id"], name="idea_by_votes"),
            models.Index(fields=["-proposed_at", "-id"], name="idea_by_time"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("collab:idea", args=[self.pk])


class IdeaVote(models.Model):
    """One member's vote; taken back by deleting the row, the trail keeps both."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("创意投票")
        constraints = [models.UniqueConstraint(fields=["idea", "member"], name="member_votes_once_for_an_idea")]

    def __str__(self) -> str:
        return f"{self.idea_id} · {self.member_id}"


class Experiment(models.Model):
    """实验: a hypothesis tried out for a period and judged by somebody else than its proposer."""

    idea = models.OneToOneField(Idea, on_delete=models.PROTECT, related_name="experiment")
    hypothesis = models.CharField(_("假设"), max_length=300)
    metric = models.CharField(_("衡量指标"), max_length=120)
    variants = models.CharField(_("对照方案"), max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("执行人")
    )
    start_on = models.DateField(_("开始"))
    end_on = models.DateField(_("结束"))
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()
    result = models.CharField(_("实测结果"), max_length=1000, blank=True)
    measured_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    conclusion = models.CharField(_("结论"), max_length=12, choices=Conclusion, blank=True)
    conclusion_words = models.CharField(max_length=500, blank=True)
    concluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("实验")
        constraints = [
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="experiment_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(conclusion="") | (~Q(result="") & Q(concluded_by__isnull=False)),
                name="experiment_conclusion_rests_on_a_result",
            ),
            models.CheckConstraint(
                condition=Q(concluded_by=None) | ~Q(concluded_by=F("owner")),
                name="experiment_is_not_judged_by_its_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} · {self.metric}"
