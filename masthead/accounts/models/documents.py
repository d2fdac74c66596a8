"""Protected papers of an account, and who opened them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from masthead.accounts.models.account import Account
from masthead.accounts.states import SENSITIVE_DOCUMENTS, DocumentKind
from masthead.core import clock


class AccountDocument(models.Model):
    """One version of one paper. A newer version replaces the older, which stays; `replaced_at` None = the current one."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("资料类型"), max_length=16, choices=DocumentKind)
    version = models.PositiveIntegerField(_("版本"), default=1)
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(_("生效日期"), null=True)
    valid_until = models.DateField(_("有效期至"), null=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("账号资料")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "version"], name="document_version_is_numbered_once"),
            models.UniqueConstraint(
                fields=["account", "kind"], condition=Q(replaced_at=None), name="document_has_one_current_version"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
                name="document_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.get_kind_display()}"

    @property
    def is_sensitive(self) -> bool:
        """Opened with a written reason only."""
        return self.kind in SENSITIVE_DOCUMENTS

    @property
    def is_over(self) -> bool:
        """Past its validity?"""
        return self.valid_until is not None and self.valid_until < clock.today()


class DocumentAccess(models.Model):
    """One opening of a paper; never changed, never deleted."""

    document = models.ForeignKey(AccountDocument, on_delete=models.PROTECT, related_name="accesses")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("用途"), max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("资料调阅")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.document} · {self.member}"
