"""Read and sign 阅读确认: questions of a version, attempts at them, signatures with their seals, reminders."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.rulebook.models.policy import PolicyVersion


class Question(models.Model):
    """One question of the quiz, bound to a clause and authored with the version. `answer` is the index of the right option."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="questions")
    clause_key = models.CharField(_("条款"), max_length=20)
    text = models.CharField(_("题目"), max_length=200)
    options = models.JSONField()
    answer = models.PositiveSmallIntegerField(_("正确选项"))
    explanation = models.CharField(_("解析"), max_length=300)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("测验题")
        indexes = [models.Index(fields=["version", "order", "id"], name="question_of_version")]

    def __str__(self) -> str:
        return self.text


class QuizAttempt(models.Model):
    """One go at the quiz. `answers` = {question id: index}; `passed` only when every answer was right."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answers = models.JSONField()
    right_n = models.PositiveSmallIntegerField()
    total_n = models.PositiveSmallIntegerField()
    passed = models.BooleanField()

    class Meta:
        verbose_name = _("测验作答")
        indexes = [models.Index(fields=["version", "member", "-id"], name="attempt_by_member")]

    def __str__(self) -> str:
        return f"{self.member} {self.right_n}/{self.total_n}"


class Opening(models.Model):
    """A member opened the text of a version for reading; nobody signs what was never shown."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("打开阅读")
        constraints = [models.UniqueConstraint(fields=["version", "member"], name="opening_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.member} {self.version}"


class Signature(models.Model):
    """A member's signature under a version; the database refuses every change (`signature_locks`).

    `seal` = SHA-256 over the sealed columns (`seals.seal_of`); whoever has the columns can compute it again.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="signatures")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    member_name = models.CharField(max_length=80)
    typed_name = models.CharField(_("签名"), max_length=80)
    unit = models.ForeignKey("org.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=80, blank=True)
    text_digest = models.CharField(max_length=64)
    statement = models.CharField(max_length=300)
    attempt = models.ForeignKey(QuizAttempt, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=45, blank=True)
    signed_at = models.DateTimeField()
    seal_version = models.PositiveSmallIntegerField(default=1)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("阅读确认")
        indexes = [models.Index(fields=["version", "unit", "id"], name="signature_by_unit")]
        constraints = [
            models.UniqueConstraint(fields=["version", "member"], name="version_is_signed_once_by_a_member"),
            models.UniqueConstraint(fields=["seal"], name="signature_seal_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.member_name} · {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("rulebook:signature", args=[self.pk])


class SignReminder(models.Model):
    """A reminder that went out; each stage once for each person and version."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12)
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("阅读确认提醒")
        constraints = [
            models.UniqueConstraint(fields=["version", "member", "stage"], name="reminder_stage_goes_out_once")
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.stage}"
