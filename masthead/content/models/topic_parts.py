"""What hangs on a topic: the forms it takes on each account, what people think of it, what has to be collected, a list read in."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from masthead.content.models.topics import Topic, TopicForm

GRADE = [MinValueValidator(1), MaxValueValidator(5)]


class TopicVariant(models.Model):
    """Which account gets which form of the topic, where it differs from the topic's own form."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="variants")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(_("形式"), max_length=12, choices=TopicForm)

    class Meta:
        verbose_name = _("账号形式")
        constraints = [models.UniqueConstraint(fields=["topic", "account"], name="account_has_one_form_of_a_topic")]

    def __str__(self) -> str:
        return f"{self.topic_id} · {self.account_id} · {self.form}"


class TopicEvaluation(models.Model):
    """One member's view of a topic: 1 to 5 each; a high risk or effort speaks against it."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="evaluations")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(_("价值"), validators=GRADE)
    timeliness = models.PositiveSmallIntegerField(_("时效"), validators=GRADE)
    risk = models.PositiveSmallIntegerField(_("风险"), validators=GRADE)
    effort = models.PositiveSmallIntegerField(_("投入"), validators=GRADE)
    reasons = models.JSONField(default=dict)  # {value, timeliness, risk, effort: why}
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("选题评估")
        constraints = [
            models.UniqueConstraint(fields=["topic", "member"], name="member_evaluates_a_topic_once"),
            models.CheckConstraint(
                condition=Q(value__range=(1, 5), timeliness__range=(1, 5), risk__range=(1, 5), effort__range=(1, 5)),
                name="topic_grades_are_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} · {self.member_id}"


class TopicMaterialKind(models.TextChoices):
    PICTURE = "picture", _("图片")
    VIDEO = "video", _("视频")
    FIGURES = "figures", _("数据")
    INTERVIEW = "interview", _("采访")
    TEXT = "text", _("文字资料")
    CONSENT = "consent", _("授权文件")
    OTHER = "other", _("其他")


class TopicMaterialState(models.TextChoices):
    WANTED = "wanted", _("待收集")
    AT_HAND = "at_hand", _("已有")
    COLLECTED = "collected", _("已收齐")


class TopicMaterial(models.Model):
    """One thing that has to be there before somebody can write: what, who brings it, until when."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="materials")
    name = models.CharField(_("素材"), max_length=80)
    kind = models.CharField(_("类别"), max_length=12, choices=TopicMaterialKind, default=TopicMaterialKind.PICTURE)
    state = models.CharField(_("状态"), max_length=12, choices=TopicMaterialState, default=TopicMaterialState.WANTED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("收集人")
    )
    until = models.DateField(_("截止"), null=True, blank=True)
    note = models.CharField(_("存放处或说明"), max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("选题素材")
        indexes = [models.Index(fields=["owner", "state", "until"], name="topic_material_by_owner")]

    def __str__(self) -> str:
        return self.name


class TopicImportState(models.TextChoices):
    PREVIEW = "preview", _("待确认")
    DONE = "done", _("已导入")
    DROPPED = "dropped", _("已放弃")


class TopicImport(models.Model):
    """A list of topics that was read; nothing is proposed before somebody confirms the preview."""

    unit = models.ForeignKey("org.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=TopicImportState, default=TopicImportState.PREVIEW)
    rows = models.JSONField(default=list)  # {line, words: {column: text}, errors: [..], warnings: [..]}
    wrong_count = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    topic_ids = models.JSONField(default=list)

    class Meta:
        verbose_name = _("选题导入")

    def __str__(self) -> str:
        return self.file_name
