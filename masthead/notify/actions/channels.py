"""Channels: added, changed, switched off and on by those who mind them."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock, secrets
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.notify import robots
from masthead.notify.events import NotifyEvent
from masthead.notify.models import RobotChannel
from masthead.notify.registry import KINDS
from masthead.notify.states import ChannelState, RobotKind
from masthead.org.models import Member, Unit
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

NAME_LENGTH, KEYWORD_LENGTH = 40, 20


@guarded("2.2.4")
@transaction.atomic
def add_channel(
    *,
    kind: str,
    name: str,
    address: str,
    kinds: Sequence[str],
    by: Member | None,
    secret: str = "",
    keyword: str = "",
    units: Sequence[Unit] = (),
    quiet_from: dt.time | None = None,
    quiet_to: dt.time | None = None,
    quiet_rest_days: bool = False,
    at: dt.datetime | None = None,
) -> RobotChannel:
    """Let a group robot carry notices. Address and secret are sealed at once and never shown again.

    Clause: 2.2.4 技术部.  Raises: BadInput, outbound.Refused, SecretUnavailable.  Events: notify:channel:added.
    """
    if kind not in RobotKind.values:
        raise BadInput(_("请选择应用。"), fields={"kind": [_("请选择应用。")]})
    clean = robots.check_address(kind, address)
    _check_words(name, keyword, kinds, (quiet_from, quiet_to), own=None)
    robot = RobotChannel(
        kind=kind, name=name.strip(), keyword=keyword.strip(), kinds=sorted(set(kinds)), quiet_from=quiet_from,
        quiet_to=quiet_to, quiet_rest_days=quiet_rest_days, state_since=at or clock.now(),
    )  # fmt: skip
    robot.save()
    robot.units.set(units)
    _seal(robot, clean, secret.strip())
    trail.record(NotifyEvent.CHANNEL_ADDED, target=robot, by=by, data=_facts(robot, units), at=at)
    return robot


@guarded("2.2.4")
@transaction.atomic
def change_channel(
    *,
    channel: RobotChannel,
    name: str,
    kinds: Sequence[str],
    by: Member | None,
    address: str = "",
    secret: str = "",
    keyword: str = "",
    units: Sequence[Unit] = (),
    quiet_from: dt.time | None = None,
    quiet_to: dt.time | None = None,
    quiet_rest_days: bool = False,
    at: dt.datetime | None = None,
) -> RobotChannel:
    """Change what it carries and when; an address or secret left empty stays as it is. A new one ends a fault.

    Clause: 2.2.4 技术部.  Raises: BadInput, outbound.Refused, SecretUnavailable.  Events: notify:channel:changed.
    """
    _check_words(name, keyword, kinds, (quiet_from, quiet_to), own=channel)
    channel.name, channel.keyword, channel.kinds = name.strip(), keyword.strip(), sorted(set(kinds))
    channel.quiet_from, channel.quiet_to, channel.quiet_rest_days = quiet_from, quiet_to, quiet_rest_days
    clean = robots.check_address(channel.kind, address) if address.strip() else ""
    if (clean or secret.strip()) and channel.state == ChannelState.FAULT:
        channel.state, channel.state_since, channel.fault = ChannelState.OK, at or clock.now(), ""
    channel.save()
    channel.units.set(units)
    _seal(channel, clean, secret.strip())
    renewed = {"address_renewed": bool(clean), "secret_renewed": bool(secret.strip())}
    trail.record(NotifyEvent.CHANNEL_CHANGED, target=channel, by=by, data={**_facts(channel, units), **renewed}, at=at)
    return channel


@guarded("2.2.4")
@transaction.atomic
def switch_channel(
    *, channel: RobotChannel, on: bool, by: Member | None, at: dt.datetime | None = None
) -> RobotChannel:
    """Stop a channel, or let it carry again. What waits for a stopped one fails after a day.

    Clause: 2.2.4 技术部.  Raises: RuleBroken, Stale.  Events: notify:channel:switched.
    Races: two clicks — the conditional update lets one through.
    """
    moment, to = at or clock.now(), ChannelState.OK if on else ChannelState.OFF
    if channel.state == to:
        raise RuleBroken(_("这个渠道已经是该状态。"), code="channel_is_so", advice=_("请刷新页面。"))
    fields = {"state": to, "state_since": moment, "fault": "", "paused_until": None}
    if not RobotChannel.objects.filter(pk=channel.pk, state=channel.state).update(**fields):
        raise Stale(_("渠道状态刚刚被别人改动。"), code="channel_moved", advice=_("请刷新后再操作。"))
    channel.state, channel.state_since, channel.fault = to, moment, ""
    trail.record(NotifyEvent.CHANNEL_SWITCHED, target=channel, by=by, data={"on": on}, at=at)
    return channel


def _check_words(
    name: str,
    keyword: str,
    kinds: Sequence[str],
    hours: tuple[dt.time | None, dt.time | None],
    *,
    own: RobotChannel | None,
) -> None:
    faults: dict[str, list[str]] = {}
    if not 0 < len(name.strip()) <= NAME_LENGTH:
        faults["name"] = [_("请填写名称，最多 40 个字。")]
    elif _taken(name.strip(), own):
        faults["name"] = [_("已有同名的渠道，请换一个名称。")]
    if len(keyword.strip()) > KEYWORD_LENGTH:
        faults["keyword"] = [_("关键词最多 20 个字。")]
    if not kinds or any(kind not in KINDS for kind in kinds):
        faults["kinds"] = [_("请至少选择一种通知。")]
    if (hours[0] is None) != (hours[1] is None):
        faults["quiet_to"] = [_("免打扰的开始和结束要么都填，要么都不填。")]
    if faults:
        raise BadInput(_("渠道没有保存，请改正标出的内容。"), fields=faults)


def _taken(name: str, own: RobotChannel | None) -> bool:
    rows = RobotChannel.objects.filter(name=name)
    return (rows.exclude(pk=own.pk) if own else rows).exists()


def _seal(robot: RobotChannel, address: str, secret: str) -> None:
    """Keep what was given; empty words change nothing."""
    changed = []
    if address:
        robot.sealed_address = secrets.seal(address, robot.seal_context)
        changed.append("sealed_address")
    if secret:
        robot.sealed_secret = secrets.seal(secret, robot.seal_context)
        changed.append("sealed_secret")
    if changed:
        robot.save(update_fields=changed)


def _facts(robot: RobotChannel, units: Sequence[Unit]) -> dict[str, object]:
    return {
        "kind": robot.kind,
        "kinds": robot.kinds,
        "units": sorted(u.pk for u in units),
        "signed": bool(robot.sealed_secret),
    }
