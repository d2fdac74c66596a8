"""Webhooks as their owners see them, what waits for them, and what an owner may be told of."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.core import secrets
from masthead.core.errors import NotPermitted, NotThere
from masthead.notify.models import HookCursor, HookDelivery, HookState, Webhook
from masthead.notify.registry import HOOK_TARGETS
from masthead.notify.states import DeliveryState
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail.models import Event

MANAGE = "notify.webhook.manage"
READ_TRAIL = "trail.event.read"
SEE_ALL = "org.manage"
MOST_DUE = 200


def webhooks_for(member: Member) -> QuerySet[Webhook]:
    """One's own webhooks; all of them for those who manage the organisation."""
    rows = Webhook.objects.select_related("owner").order_by("-pk")
    return rows if org.may(member, SEE_ALL) else rows.filter(owner=member)


def get_webhook_for(member: Member, pk: int) -> Webhook:
    """Raises NotThere for another's."""
    found = webhooks_for(member).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这个 Webhook，或它不归您管理。"), code="webhook_not_there")
    return found


def minds(member: Member, webhook: Webhook) -> bool:
    """May the member change it? Its owner, and those who manage the organisation."""
    return org.may(member, MANAGE) and (webhook.owner_id == member.pk or org.may(member, SEE_ALL))


def require_minder(member: Member, webhook: Webhook) -> None:
    """Raise NotPermitted for anybody but the owner and those who manage the organisation."""
    if not minds(member, webhook):
        raise NotPermitted(_("只有责任人或系统管理员可以改动这个 Webhook。"), code="webhook_of_another", clause="2.2.4")


def hook_log(webhook: Webhook) -> QuerySet[HookDelivery]:
    """Everything sent to it, newest first; the bodies are left out."""
    return webhook.deliveries.order_by("-pk").defer("body")


def get_hook_delivery_for(member: Member, pk: int) -> HookDelivery:
    """Raises NotThere for another's."""
    rows = HookDelivery.objects.select_related("webhook__owner").filter(webhook__in=webhooks_for(member).order_by())
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这条投递记录。"), code="hook_delivery_not_there")
    return found


def opened(webhook: Webhook, moment: dt.datetime) -> tuple[str, list[str]]:
    """(address, secrets that sign now) in plain text. Keep them in local variables only. Raises SecretUnavailable."""
    context = webhook.seal_context
    known = [secrets.unseal(webhook.sealed_secret, context)]
    if webhook.sealed_old_secret and webhook.old_secret_until and webhook.old_secret_until > moment:
        known.append(secrets.unseal(webhook.sealed_old_secret, context))
    return secrets.unseal(webhook.sealed_address, context), known


def active_webhooks() -> list[Webhook]:
    """Webhooks that are told things now, with their owners."""
    return list(Webhook.objects.filter(state=HookState.ON).select_related("owner").order_by("pk"))


def may_be_told(owner: Member, event: Event) -> bool:
    """May the owner see what the event is about? Readers of the whole trail: everything; others: things of their own scope."""
    if not org.may(owner, MANAGE):
        return False
    if org.may(owner, READ_TRAIL):
        return True
    target = HOOK_TARGETS.get(event.target_kind)
    return target is not None and event.target_id is not None and target.may_read(owner, event.target_id)


def _due(moment: dt.datetime) -> QuerySet[HookDelivery]:
    """What may be sent now: to webhooks that are on and whose owner is still here."""
    on = {"webhook__state": HookState.ON, "webhook__owner__is_active": True}
    return HookDelivery.objects.filter(state=DeliveryState.DUE, due_at__lte=moment, **on)


def due_webhooks(moment: dt.datetime) -> list[int]:
    """Keys of webhooks with something due."""
    return list(_due(moment).order_by().values_list("webhook_id", flat=True).distinct()[:MOST_DUE])


def next_hook_delivery(webhook_id: int, moment: dt.datetime) -> int | None:
    """The oldest event that is due for a webhook."""
    rows = _due(moment).filter(webhook_id=webhook_id)
    return rows.order_by("position", "pk").values_list("pk", flat=True).first()


def hook_position() -> int | None:
    """How far the trail has been read; None before the first webhook."""
    return HookCursor.objects.values_list("position", flat=True).first()


def webhooks_lost() -> list[str]:
    """Names of the webhooks that were switched off because the other side no longer answers."""
    rows = Webhook.objects.filter(state=HookState.OFF, failing_since__isnull=False)
    return list(rows.order_by("name").values_list("name", flat=True))
