"""Webhooks: who outside is told which events, and every call to them. The rows are the queue and the log."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.notify.states import DeliveryState
from masthead.org.models import Member


class HookState(models.TextChoices):
    ON = "active", _("启用")
    OFF = "off", _("停用")


class Webhook(models.Model):
    """One address outside. Address and secrets are sealed with the row's key; the address's host alone is shown.

    `events` are names or beginnings ending in `*`. `failing_since` = the first failure after the last success.
    """

    name = models.CharField(_("名称"), max_length=60, unique=True)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("责任人"))
    host = models.CharField(_("主机"), max_length=255)
    sealed_address = models.TextField()
    sealed_secret = models.TextField()
    sealed_old_secret = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True)
    events = models.JSONField(_("事件"), default=list)
    state = models.CharField(_("状态"), max_length=8, choices=HookState, default=HookState.ON)
    state_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(_("最近成功"), null=True)

    class Meta:
        verbose_name = _("Webhook")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("notify:webhook", args=[self.pk])

    @property
    def seal_context(self) -> str:
        """Binds the sealed texts to this row."""
        return f"notify.webhook:{self.pk}"


class HookDelivery(models.Model):
    """One event for one webhook. `message_id` stays the same however often it is sent: the receiver drops repetitions by it."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    message_id = models.CharField(max_length=80, unique=True)
    event_id = models.BigIntegerField(null=True)  # of the trail; a test has none
    position = models.BigIntegerField(default=0)  # the event's place in the trail's order
    name = models.CharField(_("事件"), max_length=80)
    body = models.TextField()
    state = models.CharField(_("状态"), max_length=12, choices=DeliveryState, default=DeliveryState.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(_("时间"))
    settled_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    elapsed_ms = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("Webhook 投递")
        constraints = [models.UniqueConstraint(fields=["webhook", "event_id"], name="event_goes_to_a_webhook_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="pending"), name="hook_delivery_due"),
            models.Index(fields=["lease_until"], condition=Q(state="in_progress"), name="hook_delivery_leased"),
            models.Index(fields=["webhook", "-id"], name="hook_delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.message_id}"


class HookCursor(models.Model):
    """How far the trail has been read for webhooks; one row."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    position = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("Webhook 进度")
