"""Drafts, their immutable revisions, keystrokes on the way."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.content.models.topics import Topic
from masthead.content.states import DraftState


class Draft(models.Model):
    """One content on its way. `approved_hash` seals text, pictures, accounts and window; it lives only while approved."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("选题"))
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("部门"))
    title = models.CharField(_("标题"), max_length=120)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("作者")
    )
    coauthors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("协作者"), blank=True)
    state = models.CharField(max_length=12, choices=DraftState, default=DraftState.DRAFT)
    revision = models.ForeignKey("Revision", null=True, on_delete=models.PROTECT, related_name="+")
    approved_revision = models.ForeignKey("Revision", null=True, on_delete=models.PROTECT, related_name="+")
    approved_hash = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True)
    case_id = models.BigIntegerField(null=True)
    window_start = models.DateTimeField(_("最早发布"), null=True)
    window_end = models.DateTimeField(_("最晚发布"), null=True)
    accounts = models.ManyToManyField("accounts.Account", related_name="+", verbose_name=_("目标账号"), blank=True)
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField(_("更新"))

    class Meta:
        verbose_name = _("稿件")
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="draft_by_change"),
            models.Index(fields=["unit", "-updated_at", "-id"], name="draft_by_unit"),
            models.Index(fields=["unit", "state", "-updated_at", "-id"], name="draft_by_unit_state"),
            models.Index(fields=["state", "-updated_at", "-id"], name="draft_by_state"),
            models.Index(fields=["author", "state", "-updated_at", "-id"], name="draft_by_author"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | (~Q(approved_hash="") & Q(approved_revision__isnull=False)),
                name="draft_approved_names_its_hash",
            ),
            models.CheckConstraint(
                condition=Q(state="approved") | Q(approved_hash=""), name="draft_hash_lives_while_approved"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_review") | Q(revision__isnull=False), name="draft_in_review_has_a_text"
            ),
            models.CheckConstraint(
                condition=Q(window_start=None, window_end=None) | Q(window_end__gt=F("window_start")),
                name="draft_window_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("content:draft", args=[self.pk])


class Origin(models.TextChoices):
    EDITOR = "editor", _("编辑器")
    WORD = "word", _("Word 导入")
    API = "api", _("接口")


class Revision(models.Model):
    """One saved version; rows never change. `content_hash` covers words and pictures, the draft's seal adds accounts and window."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("标题"), max_length=120)
    byline = models.CharField(_("署名"), max_length=40, blank=True)
    digest = models.CharField(_("摘要"), max_length=240, blank=True)
    html = models.TextField(_("正文"), blank=True)
    cover = models.ForeignKey(
        "core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("封面")
    )
    pictures = models.JSONField(default=list)  # SHA-256 in order of appearance
    source_url = models.URLField(_("原文链接"), max_length=1000, blank=True)
    variants = models.JSONField(default=dict)  # {account key: {title, digest}} where an account gets other words
    source_file = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.EDITOR)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("版本")
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="revision_number_is_unique_in_its_draft")
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a revision is never changed: save a new one")
        super().save(*args, **kwargs)


class WorkingCopy(models.Model):
    """One member's unsaved words in one draft. Nobody else's text is ever written here; a saved version takes its place."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.JSONField()
    base_revision = models.PositiveIntegerField()
    serial = models.PositiveIntegerField(default=1)
    window = models.CharField(max_length=32, blank=True)  # the browser window that wrote last
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("工作副本")
        constraints = [
            models.UniqueConstraint(fields=["draft", "member"], name="member_has_one_working_copy_of_a_draft")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} · {self.member_id}"
