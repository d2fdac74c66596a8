"""What about an account waits for an approval: opening it, stopping it, closing it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _w
from django.utils.translation import gettext_lazy as _

from masthead.accounts.models.account import Account
from masthead.accounts.states import AccountStatus, RequestState


class AccountRequest(models.Model):
    """A wish to move an account to a state that is not reached without a second person."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="requests")
    from_status = models.CharField(max_length=10, choices=AccountStatus)
    to_status = models.CharField(_("变更为"), max_length=10, choices=AccountStatus)
    reason = models.CharField(_("理由"), max_length=500)
    state = models.CharField(_("状态"), max_length=10, choices=RequestState, default=RequestState.OPEN)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("账号变更申请")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(state="open"), name="account_waits_for_one_request_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return _w("%(name)s：%(to)s") % {"name": self.account.name, "to": AccountStatus(self.to_status).label}

    def get_absolute_url(self) -> str:
        return reverse("accounts:detail", args=[self.account_id])
