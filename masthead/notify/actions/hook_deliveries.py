"""Deliveries to webhooks: written from the trail, claimed, sent, settled. At least once: a lost worker's row is sent again.

Order: a webhook gets its events in the trail's order as long as it answers; one that fails is tried later and may be overtaken.
"""

import datetime as dt
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock, jobs
from masthead.core.errors import RuleBroken, Stale
from masthead.notify.actions.notices import tell
from masthead.notify.events import NotifyEvent
from masthead.notify.models import HookCursor, HookDelivery, HookState, Webhook
from masthead.notify.queries import webhooks as queries
from masthead.notify.states import DeliveryState
from masthead.notify.webhooks import payload
from masthead.notify.webhooks.sending import Answer
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail import queries as trail_queries
from masthead.trail.guards import guarded, silent
from masthead.trail.models import Event

BATCH = 200
LEASE_SECONDS = 60
BACKOFF_SECONDS = (10, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
MOST_ATTEMPTS = len(BACKOFF_SECONDS) + 1
DEAD_AFTER = dt.timedelta(days=5)


@silent("a delivery is its own log line")
@transaction.atomic
def write_hook_deliveries(*, at: dt.datetime | None = None) -> int:
    """Read on in the trail and write a row for every webhook that asked and whose owner may know; returns how many events.

    Races: the position moves by a conditional update, so of two readers one writes and the other finds it moved.
    """
    position = queries.hook_position()
    if position is None:
        return 0
    found = trail_queries.sealed_after(position, BATCH)
    if not found or HookCursor.objects.filter(position=position).update(position=found[-1][0]) != 1:
        return 0
    moment = at or clock.now()
    rows = [
        HookDelivery(
            webhook=hook, message_id=payload.message_id(event, hook.pk), event_id=event.pk, position=place,
            name=event.name, body=payload.body_of(event, place), due_at=moment, created_at=moment,
        )
        for hook in queries.active_webhooks()
        for place, event in found
        if _is_told(hook, event)
    ]  # fmt: skip
    HookDelivery.objects.bulk_create(rows)
    return len(found)


def _is_told(hook: Webhook, event: Event) -> bool:
    return payload.wanted(hook.events, event.name) and queries.may_be_told(hook.owner, event)


@silent("a delivery is its own log line")
@transaction.atomic
def claim_hook_delivery(*, webhook_id: int, at: dt.datetime | None = None) -> HookDelivery | None:
    """Take the next row of a webhook.  Races: the conditional update gives it to one worker."""
    moment, mark = at or clock.now(), uuid4().hex
    key = queries.next_hook_delivery(webhook_id, moment)
    if key is None:
        return None
    mine = HookDelivery.objects.filter(pk=key, state=DeliveryState.DUE)
    lease = moment + dt.timedelta(seconds=LEASE_SECONDS)
    if not mine.update(state=DeliveryState.SENDING, claim=mark, lease_until=lease, attempts=F("attempts") + 1):
        return None
    return HookDelivery.objects.select_related("webhook__owner").get(claim=mark)


@silent("a delivery is its own log line; a dead webhook records its own event")
@transaction.atomic
def settle_hook_delivery(*, delivery: HookDelivery, answer: Answer, at: dt.datetime | None = None) -> HookDelivery:
    """Write down what came of it.  Races: a row that the recovery took meanwhile is left alone."""
    moment = at or clock.now()
    fields: dict[str, object] = {
        "status": answer.status, "reason": answer.reason[:200], "elapsed_ms": answer.elapsed_ms, "lease_until": None,
        "claim": "",
    }  # fmt: skip
    if answer.ok:
        fields |= {"state": DeliveryState.SENT, "settled_at": moment}
    elif answer.final or answer.gone or delivery.attempts >= MOST_ATTEMPTS or delivery.event_id is None:
        fields |= {"state": DeliveryState.FAILED, "settled_at": moment}
    else:
        wait = max(answer.wait, BACKOFF_SECONDS[min(delivery.attempts, len(BACKOFF_SECONDS)) - 1])
        fields |= {"state": DeliveryState.DUE, "due_at": moment + dt.timedelta(seconds=wait)}
    mine = HookDelivery.objects.filter(pk=delivery.pk, claim=delivery.claim, state=DeliveryState.SENDING)
    if mine.update(**fields):
        _note(delivery.webhook, answer, moment)
    delivery.refresh_from_db()
    return delivery


def _note(hook: Webhook, answer: Answer, moment: dt.datetime) -> None:
    rows = Webhook.objects.filter(pk=hook.pk)
    if answer.ok:
        rows.update(last_ok_at=moment, failing_since=None)
        return
    rows.filter(failing_since=None).update(failing_since=moment)
    if answer.gone:
        kill_webhook(webhook=hook, reason=_("对方答复 410，不再接收。"), at=moment)
    elif rows.filter(failing_since__lt=moment - DEAD_AFTER).exists():
        kill_webhook(webhook=hook, reason=_("连续失败超过 5 天。"), at=moment)


@transaction.atomic
def kill_webhook(*, webhook: Webhook, reason: str, at: dt.datetime | None = None) -> bool:
    """Switch a webhook off that nobody answers at, and tell its owner once.

    Events: notify:webhook:died.  Races: the conditional update lets one caller tell.
    """
    moment = at or clock.now()
    if not Webhook.objects.filter(pk=webhook.pk, state=HookState.ON).update(state=HookState.OFF, state_reason=reason):
        return False
    trail.record(NotifyEvent.WEBHOOK_DIED, target=webhook, reason=reason, at=moment)
    tell(
        kind="notify.webhook_lost", members=[webhook.owner_id], title=_lost(webhook.name), body=reason,
        url=reverse("notify:webhook", args=[webhook.pk]), clause="2.2.4", at=moment,
    )  # fmt: skip
    return True


def _lost(name: str) -> str:
    return _("Webhook 已停用：%(name)s") % {"name": name}


@silent("a delivery is its own log line")
@transaction.atomic
def recover_hook_deliveries(*, at: dt.datetime | None = None) -> int:
    """Rows whose worker died between claim and settle go again: receivers drop repetitions by the message's id."""
    moment = at or clock.now()
    lost = HookDelivery.objects.filter(state=DeliveryState.SENDING, lease_until__lt=moment)
    return lost.update(state=DeliveryState.DUE, due_at=moment, lease_until=None, claim="")


@guarded("2.2.4")
@transaction.atomic
def resend_hook_delivery(*, delivery: HookDelivery, by: Member, at: dt.datetime | None = None) -> HookDelivery:
    """Send one more time what was sent or has failed; the message keeps its id.

    Clause: 2.2.4.  Raises: NotPermitted for another's, RuleBroken, Stale.  Events: notify:webhook:repeated.
    Races: two clicks — the conditional update lets one through.
    """
    hook = delivery.webhook
    queries.require_minder(by, hook)
    if hook.state != HookState.ON:
        raise RuleBroken(_("Webhook 已停用，不能重发。"), code="webhook_off", clause="2.2.4", advice=_("请先启用。"))
    if delivery.state not in (DeliveryState.SENT, DeliveryState.FAILED) or delivery.event_id is None:
        raise RuleBroken(_("这条投递还在等待，或是测试消息。"), code="delivery_not_over", clause="2.2.4")
    fields = {"state": DeliveryState.DUE, "due_at": at or clock.now(), "attempts": 0, "settled_at": None, "reason": ""}
    if not HookDelivery.objects.filter(pk=delivery.pk, state=delivery.state).update(**fields):
        raise Stale(_("这条投递刚刚被别人处理。"), code="delivery_moved", advice=_("请刷新后再操作。"))
    trail.record(NotifyEvent.HOOK_REPEATED, target=hook, by=by, data={"delivery": delivery.pk}, at=at)
    jobs.enqueue("notify.webhook_to", hook.pk)
    delivery.refresh_from_db()
    return delivery


@guarded("2.2.4")
@transaction.atomic
def write_ping(*, webhook: Webhook, by: Member, at: dt.datetime | None = None) -> HookDelivery:
    """Write a test message, claimed already by who sends it.

    Clause: 2.2.4.  Raises: NotPermitted for another's.  Events: notify:webhook:tested.
    """
    queries.require_minder(by, webhook)
    moment, mark = at or clock.now(), uuid4().hex
    trail.record(NotifyEvent.WEBHOOK_TESTED, target=webhook, by=by, at=at)
    return HookDelivery.objects.create(
        webhook=webhook, message_id=f"ping_{mark}", name="webhook:ping", claim=mark, attempts=1,
        body=payload.ping_body(webhook.pk, moment.isoformat()), state=DeliveryState.SENDING,
        lease_until=moment + dt.timedelta(seconds=LEASE_SECONDS), due_at=moment, created_at=moment,
    )  # fmt: skip
