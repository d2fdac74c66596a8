"""What an amendment touches and who confirmed it; questions about the meaning of the text and their answers."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.rulebook.models.policy import PolicyVersion


class BindingKind(models.TextChoices):
    GUARD = "guard", _("守卫")
    PROBE = "probe", _("检查")
    QUESTION = "question", _("测验题")
    SIGNATURES = "signatures", _("阅读确认")


class BindingReview(models.Model):
    """Somebody looked at one binding of a changed clause and confirmed it. `change_digest` is the change as it was then: another change asks anew."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="binding_reviews")
    kind = models.CharField(max_length=10, choices=BindingKind)
    ref = models.CharField(max_length=120)
    clause_key = models.CharField(max_length=20)
    change_digest = models.CharField(max_length=64)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("影响确认")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "ref", "clause_key"], name="binding_is_confirmed_once_in_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clause_key} {self.ref}"


class Interpretation(models.Model):
    """A question about the meaning of a clause; the management group answers (clause 8.1). An answer is given once."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    clause_key = models.CharField(max_length=20)
    question = models.TextField(_("问题"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("解释"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("条款解释")
        indexes = [models.Index(fields=["clause_key", "-id"], name="interpretation_by_clause")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answer="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
                name="interpretation_is_answered_in_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.clause_key} {self.question[:40]}"

    def get_absolute_url(self) -> str:
        return reverse("rulebook:interpretation", args=[self.pk])
