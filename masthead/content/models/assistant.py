"""The writing helper: how the company set it up, and every use of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.content.models.drafts import Draft


class AssistantTask(models.TextChoices):
    TITLES = "titles", _("拟标题")
    DIGEST = "digest", _("写摘要")
    VARIANT = "variant", _("改写成平台文案")
    TONE = "tone", _("按账号语气改写开头")
    PROOFREAD = "proofread", _("校对")


class RunState(models.TextChoices):
    WAITING = "queued", _("排队中")
    RUNNING = "asking", _("处理中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未成功")


class AssistantSetup(models.Model):
    """One row a company; off until somebody switches it on. The key lies sealed."""

    enabled = models.BooleanField(_("启用"), default=False)
    base_url = models.CharField(_("接口地址"), max_length=300, blank=True)
    model = models.CharField(_("模型"), max_length=100, blank=True)
    sealed_key = models.TextField(blank=True)
    most_a_day = models.PositiveSmallIntegerField(_("每人每天最多"), default=50)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("写作助手设置")

    def __str__(self) -> str:
        return self.model

    @property
    def seal_context(self) -> str:
        return f"content.assistant:{self.pk}"


class AssistantRun(models.Model):
    """One use: who asked for what, what came back, what was taken over. The prompt itself is not kept, only its length."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(_("事项"), max_length=10, choices=AssistantTask)
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=8, choices=RunState, default=RunState.WAITING)
    model = models.CharField(_("模型"), max_length=100)
    answers: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    error = models.CharField(max_length=300, blank=True)
    sent_chars = models.PositiveIntegerField(default=0)
    hidden = models.PositiveSmallIntegerField(_("隐去的个人信息"), default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    taken = models.PositiveSmallIntegerField(null=True)  # index of the answer that was taken over
    taken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("写作助手记录")
        indexes = [
            models.Index(fields=["draft", "-id"], name="assistant_run_by_draft"),
            models.Index(fields=["asked_by", "asked_at"], name="assistant_run_by_member"),
        ]

    def __str__(self) -> str:
        return f"{self.get_task_display()} · {self.draft_id}"

    @property
    def is_open(self) -> bool:
        return self.state in (RunState.WAITING, RunState.RUNNING)

    @property
    def may_be_taken(self) -> bool:
        """Titles and digests go into the draft by one press; the rest is for reading and copying."""
        return self.task in (AssistantTask.TITLES, AssistantTask.DIGEST)
