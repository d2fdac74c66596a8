"""How an account came to be connected and how it fares: authorisations, tests, troubles."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from masthead.accounts.models.account import Account
from masthead.accounts.states import AuthorisationState, TroubleState


class ConnectionTest(models.Model):
    """One question to the platform whether the account can still work. `certain` False = the platform could not be asked."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ok = models.BooleanField()
    certain = models.BooleanField()
    code = models.CharField(max_length=60, blank=True)
    message = models.CharField(max_length=300)
    advice = models.CharField(max_length=300, blank=True)
    facts: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("连接测试")
        indexes = [models.Index(fields=["account", "-id"], name="connection_tests_of_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.at:%Y-%m-%d %H:%M} {'ok' if self.ok else self.code}"


class ConnectionTrouble(models.Model):
    """One incident of a connection, from the first failure to the next success. A suspicion is told to nobody yet."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TroubleState)
    code = models.CharField(max_length=60, blank=True)
    message = models.CharField(max_length=300)
    misses = models.PositiveIntegerField(default=0)  # failures in a row to reach the platform at all
    opened_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("连接故障")
        indexes = [models.Index(fields=["account", "-id"], name="troubles_of_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=~Q(state="closed"), name="account_has_one_open_trouble"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | ~Q(state="closed") & Q(closed_at=None),
                name="closed_trouble_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.state} {self.message}"


class Authorisation(models.Model):
    """A person on the way to the platform and back. The state that travels is kept as a digest; it is good once, for ten minutes, for
    the member, the session and the account that it was made for. Nothing of the account moves before `done`."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AuthorisationState, default=AuthorisationState.STARTED)
    state_digest = models.CharField(max_length=64, unique=True)
    session_digest = models.CharField(max_length=64)
    issued_for = models.CharField(max_length=64)  # digest of address and app id: details that change meanwhile void it
    sealed_verifier = models.TextField(blank=True)
    sealed_grant = models.TextField(blank=True)  # only while another platform user waits to be confirmed
    subject = models.CharField(_("平台账号 ID"), max_length=120, blank=True)
    subject_name = models.CharField(_("平台账号"), max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("平台授权")
        indexes = [models.Index(fields=["account", "-id"], name="authorisations_of_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="confirm") | Q(sealed_grant=""), name="grant_waits_only_for_confirmation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.state}"
