"""The event chain. The database itself refuses UPDATE and DELETE on these tables (migration 0002)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    DONE = "done", _("已办")
    REFUSED = "refused", _("被拒")


class Event(models.Model):
    """One deed or one refusal. Names are kept as they were then; `digest` covers every other column but the key."""

    at = models.DateTimeField(_("时间"))
    name = models.CharField(_("事件"), max_length=80)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.DONE)
    clause = models.CharField(_("条款"), max_length=20, blank=True)
    actor_kind = models.CharField(max_length=40)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("办理人"), max_length=80)
    behalf_id = models.BigIntegerField(null=True)
    behalf_name = models.CharField(_("代办"), max_length=80, blank=True)
    target_kind = models.CharField(max_length=60, blank=True)
    target_id = models.BigIntegerField(null=True)
    target_name = models.CharField(_("对象"), max_length=200, blank=True)
    target_version = models.CharField(max_length=80, blank=True)
    before_digest = models.CharField(max_length=64, blank=True)
    after_digest = models.CharField(max_length=64, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    code = models.CharField(max_length=80, blank=True)
    request_id = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=45, blank=True)
    data = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    uid = models.UUIDField(null=True)  # ours, in order of time; a copied row repeats it, a new one needs a new stamp
    stamp = models.CharField(max_length=64, blank=True)  # only a process that holds the house's key can make it

    class Meta:
        verbose_name = _("留痕事件")
        constraints = [models.UniqueConstraint(fields=["uid"], name="event_uid_is_used_once")]
        indexes = [
            models.Index(fields=["target_kind", "target_id", "-id"], name="event_by_target"),
            models.Index(fields=["clause", "outcome", "-at"], name="event_by_clause"),
            models.Index(fields=["at", "clause", "outcome"], name="event_by_time"),
            models.Index(fields=["actor_id", "-id"], name="event_by_actor"),
            models.Index(fields=["name", "-id"], name="event_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.target_name}"

    @property
    def target_key(self) -> str:
        """`kind:key` of the target, the exact object filter of the event list."""
        return f"{self.target_kind}:{self.target_id}" if self.target_id is not None else ""


class SealBatch(models.Model):
    """One run of the sealing job; `root` is the chain value after its last event.

    `tree` is the Merkle root of the batch, `head` joins it to the batch before (`chain.head_of`): one event is proved by a
    short path to `tree` and the heads that follow.
    """

    sealed_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    previous_root = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    tree = models.CharField(max_length=64, blank=True)
    head = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("封存批次")


class EventSeal(models.Model):
    """The place of one event in the chain. Order is the order of sealing, so a late commit never breaks the chain."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+", primary_key=True)
    batch = models.ForeignKey(SealBatch, on_delete=models.PROTECT, related_name="+")
    position = models.BigIntegerField(unique=True)
    chain = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("封存记录")
