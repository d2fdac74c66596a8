"""Webhooks for machines: the same deeds as on the page. Secrets are answered once, addresses never."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Status
from pydantic import Field

from masthead.core.permissions import requires
from masthead.core.rest import Doors, Flag, In, Key, Listed, Named, Out, Paging, caller, listed
from masthead.notify import actions, queries
from masthead.notify.models import HookDelivery, HookState, Webhook
from masthead.notify.states import DeliveryState
from masthead.notify.webhooks import engine

MANAGE = "notify.webhook.manage"
EventName = Annotated[str, Field(max_length=80)]
doors = Doors("notify", _("Webhook"))


class WebhookOut(Out):
    id: int
    name: str
    owner: Named
    host: str
    events: list[str]
    state: HookState
    state_reason: str
    failing_since: dt.datetime | None
    last_ok_at: dt.datetime | None


class NewWebhookOut(WebhookOut):
    """`secret` is answered this once."""

    secret: str


class WebhookIn(In):
    name: str = Field(min_length=1, max_length=60)
    address: str = Field(min_length=8, max_length=2000)
    events: list[EventName] = Field(min_length=1, max_length=100)


class ChangeIn(In):
    """An empty address stays as it is."""

    name: str = Field(min_length=1, max_length=60)
    address: str = Field("", max_length=2000)
    events: list[EventName] = Field(min_length=1, max_length=100)


class SwitchIn(In):
    on: Flag


class HookDeliveryOut(Out):
    id: int
    message_id: str
    name: str
    state: DeliveryState
    attempts: int
    status: int | None
    reason: str
    due_at: dt.datetime
    settled_at: dt.datetime | None


def webhook_of(hook: Webhook) -> dict[str, Any]:
    names = ("name", "host", "events", "state", "state_reason", "failing_since", "last_ok_at")
    owner = {"id": hook.owner_id, "name": hook.owner.name}
    return {"id": hook.pk, "owner": owner, **{name: getattr(hook, name) for name in names}}


def delivery_of(delivery: HookDelivery) -> dict[str, Any]:
    names = ("message_id", "name", "state", "attempts", "status", "reason", "due_at", "settled_at")
    return {"id": delivery.pk, **{name: getattr(delivery, name) for name in names}}


@doors.get("/webhooks", _("列出 Webhook"), Listed[WebhookOut])
@requires(MANAGE)
def webhooks(request: HttpRequest, paging: Query[Paging]) -> Any:
    return listed(request, queries.webhooks_for(caller(request)), paging, order=["-pk"], shape=webhook_of)


@doors.post("/webhooks", _("添加 Webhook"), NewWebhookOut, status=201)
@requires(MANAGE)
def add_webhook(request: HttpRequest, given: WebhookIn) -> Any:
    hook, secret = actions.add_webhook(**given.model_dump(), by=caller(request))
    return Status(201, {**webhook_of(hook), "secret": secret})


@doors.get("/webhooks/{pk}", _("读取一个 Webhook"), WebhookOut)
@requires(MANAGE)
def webhook(request: HttpRequest, pk: Key) -> Any:
    return webhook_of(queries.get_webhook_for(caller(request), pk))


@doors.put("/webhooks/{pk}", _("修改 Webhook"), WebhookOut)
@requires(MANAGE)
def change_webhook(request: HttpRequest, pk: Key, given: ChangeIn) -> Any:
    member = caller(request)
    hook = queries.get_webhook_for(member, pk)
    return webhook_of(actions.change_webhook(webhook=hook, **given.model_dump(), by=member))


@doors.post("/webhooks/{pk}/switch", _("启用或停用 Webhook"), WebhookOut)
@requires(MANAGE)
def switch_webhook(request: HttpRequest, pk: Key, given: SwitchIn) -> Any:
    member = caller(request)
    hook = queries.get_webhook_for(member, pk)
    return webhook_of(actions.switch_webhook(webhook=hook, on=given.on, by=member))


@doors.post("/webhooks/{pk}/ping", _("发一条测试消息"), HookDeliveryOut)
@requires(MANAGE)
def ping_webhook(request: HttpRequest, pk: Key) -> Any:
    member = caller(request)
    delivery, _answer = engine.ping(webhook=queries.get_webhook_for(member, pk), by=member)
    return delivery_of(delivery)


@doors.get("/webhooks/{pk}/deliveries", _("列出投递记录"), Listed[HookDeliveryOut])
@requires(MANAGE)
def hook_deliveries(request: HttpRequest, pk: Key, paging: Query[Paging]) -> Any:
    rows = queries.hook_log(queries.get_webhook_for(caller(request), pk))
    return listed(request, rows, paging, order=["-pk"], shape=delivery_of)


@doors.post("/webhook-deliveries/{pk}/resend", _("重发一条投递"), HookDeliveryOut)
@requires(MANAGE)
def resend(request: HttpRequest, pk: Key) -> Any:
    member = caller(request)
    delivery = queries.get_hook_delivery_for(member, pk)
    return delivery_of(actions.resend_hook_delivery(delivery=delivery, by=member))
