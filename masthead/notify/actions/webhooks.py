"""Webhooks: added, changed, switched, their secret changed. Address and secret are sealed at once."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock, jobs, outbound, secrets
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.core.outbound.targets import parse
from masthead.notify.events import NotifyEvent
from masthead.notify.models import HookCursor, HookState, Webhook
from masthead.notify.queries import webhooks as queries
from masthead.notify.queries.webhooks import MANAGE
from masthead.notify.webhooks.signing import new_secret
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail import queries as trail_queries
from masthead.trail.guards import guarded
from masthead.trail.registry import EVENTS

MOST_EVENTS, OVERLAP = 100, dt.timedelta(hours=24)


@guarded("2.2.4")
@transaction.atomic
def add_webhook(
    *, name: str, address: str, events: Sequence[str], by: Member, at: dt.datetime | None = None
) -> tuple[Webhook, str]:
    """Tell an address outside about events from now on. Returns it and its signing secret, which nobody can show again.

    Clause: 2.2.4 技术部.  Raises: BadInput, outbound.Refused, SecretUnavailable, NotPermitted.  Events: notify:webhook:added.
    """
    if not org.may(by, MANAGE):
        raise NotPermitted(_("您不能管理 Webhook。"), code=f"lacks:{MANAGE}", clause="2.2.4")
    _check(name, events, own=None)
    clean, secret = _clean(address), new_secret()
    hook = Webhook.objects.create(
        name=name.strip(),
        owner=by,
        host=parse(clean).authority,
        events=sorted(set(events)),
        created_at=at or clock.now(),
    )
    hook.sealed_address = secrets.seal(clean, hook.seal_context)
    hook.sealed_secret = secrets.seal(secret, hook.seal_context)
    hook.save(update_fields=["sealed_address", "sealed_secret"])
    HookCursor.objects.get_or_create(defaults={"position": trail_queries.newest_position()})
    trail.record(NotifyEvent.WEBHOOK_ADDED, target=hook, by=by, data=_facts(hook), at=at)
    return hook, secret


@guarded("2.2.4")
@transaction.atomic
def change_webhook(
    *, webhook: Webhook, name: str, events: Sequence[str], by: Member, address: str = "", at: dt.datetime | None = None
) -> Webhook:
    """Change name, events and address; an address left empty stays as it is.

    Clause: 2.2.4.  Raises: BadInput, outbound.Refused, NotPermitted for another's.  Events: notify:webhook:changed.
    """
    queries.require_minder(by, webhook)
    _check(name, events, own=webhook)
    fields: dict[str, object] = {"name": name.strip(), "events": sorted(set(events))}
    if address.strip():
        clean = _clean(address)
        fields |= {"host": parse(clean).authority, "sealed_address": secrets.seal(clean, webhook.seal_context)}
    Webhook.objects.filter(pk=webhook.pk).update(**fields)
    webhook.refresh_from_db()
    renewed = {"address_renewed": "host" in fields}
    trail.record(NotifyEvent.WEBHOOK_CHANGED, target=webhook, by=by, data={**_facts(webhook), **renewed}, at=at)
    return webhook


@guarded("2.2.4")
@transaction.atomic
def rotate_webhook_secret(*, webhook: Webhook, by: Member, at: dt.datetime | None = None) -> tuple[Webhook, str]:
    """A new signing secret; for a day both sign, so that the receiver can change over without a gap.

    Clause: 2.2.4.  Raises: NotPermitted for another's, SecretUnavailable.  Events: notify:webhook:rotated.
    Races: the row is held, so two changes leave the newer secret in force.
    """
    queries.require_minder(by, webhook)
    moment, secret = at or clock.now(), new_secret()
    held = Webhook.objects.select_for_update().get(pk=webhook.pk)
    Webhook.objects.filter(pk=held.pk).update(
        sealed_secret=secrets.seal(secret, held.seal_context), sealed_old_secret=held.sealed_secret,
        old_secret_until=moment + OVERLAP,
    )  # fmt: skip
    trail.record(NotifyEvent.WEBHOOK_ROTATED, target=webhook, by=by, at=at)
    webhook.refresh_from_db()
    return webhook, secret


@guarded("2.2.4")
@transaction.atomic
def switch_webhook(*, webhook: Webhook, on: bool, by: Member, at: dt.datetime | None = None) -> Webhook:
    """Stop telling it, or begin again. What waited is sent when it is switched on.

    Clause: 2.2.4.  Raises: NotPermitted for another's, RuleBroken, Stale.  Events: notify:webhook:switched.
    """
    queries.require_minder(by, webhook)
    to = HookState.ON if on else HookState.OFF
    if webhook.state == to:
        raise RuleBroken(_("这个 Webhook 已经是该状态。"), code="webhook_is_so", advice=_("请刷新页面。"))
    rows = Webhook.objects.filter(pk=webhook.pk, state=webhook.state)
    if not rows.update(state=to, state_reason="", failing_since=None):
        raise Stale(_("Webhook 状态刚刚被别人改动。"), code="webhook_moved", advice=_("请刷新后再操作。"))
    webhook.refresh_from_db()
    trail.record(NotifyEvent.WEBHOOK_SWITCHED, target=webhook, by=by, data={"on": on}, at=at)
    if on:
        jobs.enqueue("notify.webhook_to", webhook.pk)
    return webhook


def _clean(address: str) -> str:
    try:
        outbound.check(address.strip())
    except outbound.Refused as error:
        words = [f"{error.message}{error.advice}"]
        raise BadInput(
            str(error.message), code=error.code, clause="2.2.4", advice=str(error.advice), fields={"address": words}
        ) from None
    return address.strip()


def _check(name: str, events: Sequence[str], *, own: Webhook | None) -> None:
    faults: dict[str, list[str]] = {}
    same = Webhook.objects.filter(name=name.strip())
    if not 0 < len(name.strip()) <= 60:
        faults["name"] = [_("请填写名称，最多 60 个字。")]
    elif (same.exclude(pk=own.pk) if own else same).exists():
        faults["name"] = [_("已有同名的 Webhook，请换一个名称。")]
    if not 0 < len(events) <= MOST_EVENTS or not all(_is_known(e) for e in events):
        faults["events"] = [_("请选择已有的事件，或以 * 结尾的事件前缀，最多 100 项。")]
    if faults:
        raise BadInput(_("Webhook 没有保存，请改正标出的内容。"), code="webhook_input", clause="2.2.4", fields=faults)


def _is_known(pattern: str) -> bool:
    if pattern.endswith("*"):
        return pattern == "*" or any(name.startswith(pattern[:-1]) for name in EVENTS)
    return pattern in EVENTS


def _facts(hook: Webhook) -> dict[str, object]:
    return {"host": hook.host, "events": hook.events}
