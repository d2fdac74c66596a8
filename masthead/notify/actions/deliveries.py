"""Deliveries: claimed before the call, settled after it. A row that was claimed and never settled has an unknown outcome.

Robots: an unknown outcome is never repeated by itself, because a line said twice in a group cannot be taken back; a person
decides. Mails: repeated, with the same Message-ID, which mail programs fold into one.
"""

import datetime as dt
from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock, jobs
from masthead.core.errors import RuleBroken, Stale
from masthead.notify.actions.notices import tell
from masthead.notify.events import NotifyEvent
from masthead.notify.models import Delivery, RobotChannel
from masthead.notify.queries import channels as channel_queries
from masthead.notify.queries import queue
from masthead.notify.robots import Outcome, Result
from masthead.notify.states import ChannelState, DeliveryState, Medium
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

LEASE_SECONDS = 120
BACKOFF_SECONDS = (60, 120, 300, 900)
MOST_ATTEMPTS = len(BACKOFF_SECONDS) + 1
PATIENCE = dt.timedelta(hours=24)


@silent("a delivery is its own log line")
@transaction.atomic
def claim_bundle(*, medium: str, target: int, at: dt.datetime | None = None) -> list[Delivery]:
    """Take the rows of the next message of a place. Races: the conditional update gives each row to one worker."""
    moment, mark = at or clock.now(), uuid4().hex
    keys = queue.next_bundle(medium, target, moment)
    mine = Delivery.objects.filter(pk__in=keys, state=DeliveryState.DUE)
    lease = moment + dt.timedelta(seconds=LEASE_SECONDS)
    mine.update(state=DeliveryState.SENDING, claim=mark, lease_until=lease, attempts=F("attempts") + 1)
    rows = Delivery.objects.filter(claim=mark).select_related("robot", "member", "notice")
    return list(rows.order_by("pk"))


@silent("a delivery is its own log line; a lost channel records its own event")
@transaction.atomic
def settle_bundle(*, bundle: Sequence[Delivery], outcome: Outcome, at: dt.datetime | None = None) -> int:
    """Write down what became of them. Races: rows that the recovery took meanwhile are left alone."""
    moment, first = at or clock.now(), bundle[0]
    mine = Delivery.objects.filter(claim=first.claim, state=DeliveryState.SENDING)
    fields: dict[str, object] = {"code": outcome.code[:40], "reason": str(outcome.words)[:300], "lease_until": None}
    result = outcome.result
    if result == Result.UNKNOWN and first.medium == Medium.MAIL:
        result = Result.RETRY
    again = result in (Result.RETRY, Result.THROTTLED) and max(row.attempts for row in bundle) < MOST_ATTEMPTS
    if again or result == Result.CREDENTIAL:
        wait = max(outcome.wait, BACKOFF_SECONDS[min(first.attempts, MOST_ATTEMPTS - 1) - 1])
        fields |= {"state": DeliveryState.DUE, "due_at": moment + dt.timedelta(seconds=wait), "claim": ""}
    else:
        ends = {Result.SENT: DeliveryState.SENT, Result.UNKNOWN: DeliveryState.UNKNOWN}
        fields |= {"state": ends.get(result, DeliveryState.FAILED), "settled_at": moment}
    if result == Result.CREDENTIAL and first.robot is None:
        fields |= {"state": DeliveryState.FAILED, "settled_at": moment}
    count = mine.update(**fields)
    if first.robot is not None:
        _settle_robot(first.robot, outcome, moment)
    return count


def _settle_robot(robot: RobotChannel, outcome: Outcome, moment: dt.datetime) -> None:
    rows = RobotChannel.objects.filter(pk=robot.pk)
    if outcome.result == Result.SENT:
        rows.update(last_ok_at=moment, paused_until=None)
    elif outcome.result in (Result.THROTTLED, Result.RETRY, Result.UNKNOWN):
        rows.update(paused_until=moment + dt.timedelta(seconds=max(outcome.wait, BACKOFF_SECONDS[0])))
    elif outcome.result == Result.CREDENTIAL:
        lose_channel(channel=robot, reason=str(outcome.words), code=outcome.code, at=moment)


@transaction.atomic
def lose_channel(*, channel: RobotChannel, reason: str, code: str, at: dt.datetime | None = None) -> bool:
    """The app refuses this robot: it carries nothing until somebody mends it, and those who mind it are told once.

    Events: notify:channel:lost.  Races: the conditional update lets one caller tell.
    """
    moment = at or clock.now()
    fields = {"state": ChannelState.FAULT, "state_since": moment, "fault": reason[:200]}
    if not RobotChannel.objects.filter(pk=channel.pk, state=ChannelState.OK).update(**fields):
        return False
    trail.record(NotifyEvent.CHANNEL_LOST, target=channel, reason=reason, data={"code": code}, at=moment)
    tell(
        kind="notify.channel_lost", members=channel_queries.admins(), title=_lost(channel.name), body=reason,
        url=reverse("notify:channel", args=[channel.pk]), clause="2.2.4", at=moment,
    )  # fmt: skip
    return True


def _lost(name: str) -> str:
    return _("通知渠道故障：%(name)s") % {"name": name}


@transaction.atomic
def note_test(*, channel: RobotChannel, outcome: Outcome, by: Member, at: dt.datetime | None = None) -> RobotChannel:
    """What a test message brought: success ends a fault, and what waited goes out; a refused robot is in fault.

    Events: notify:channel:tested, notify:channel:restored.
    """
    moment, ok = at or clock.now(), outcome.result == Result.SENT
    rows = RobotChannel.objects.filter(pk=channel.pk)
    trail.record(NotifyEvent.CHANNEL_TESTED, target=channel, by=by, data={"ok": ok, "code": outcome.code}, at=moment)
    if ok:
        rows.update(last_ok_at=moment, paused_until=None)
        fields = {"state": ChannelState.OK, "state_since": moment, "fault": ""}
        if rows.filter(state=ChannelState.FAULT).update(**fields):
            trail.record(NotifyEvent.CHANNEL_RESTORED, target=channel, by=by, at=moment)
            jobs.enqueue("notify.deliver")
    elif outcome.result == Result.CREDENTIAL:
        lose_channel(channel=channel, reason=str(outcome.words), code=outcome.code, at=moment)
    channel.refresh_from_db()
    return channel


@silent("a delivery is its own log line")
@transaction.atomic
def find_lost(*, at: dt.datetime | None = None) -> int:
    """Rows whose worker died between claim and settle: robots' wait for a person, mails go again."""
    moment = at or clock.now()
    lost = Delivery.objects.filter(state=DeliveryState.SENDING, lease_until__lt=moment)
    words = _("发送时系统中断，不知道是否已送达。请到群里核实后再决定是否重发。")
    unknown = {"state": DeliveryState.UNKNOWN, "code": "interrupted", "reason": words, "settled_at": moment}
    count = lost.filter(medium=Medium.ROBOT).update(**unknown, lease_until=None)
    return count + queue_again(rows=[d.pk for d in lost.filter(medium=Medium.MAIL)], at=moment)


@silent("a delivery is its own log line")
@transaction.atomic
def queue_again(*, rows: Sequence[int], at: dt.datetime | None = None) -> int:
    """Put claimed rows back; those that were tried too often fail."""
    moment = at or clock.now()
    mine = Delivery.objects.filter(pk__in=rows, state=DeliveryState.SENDING)
    ended = mine.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=DeliveryState.FAILED, code="interrupted", reason=_("多次发送中断，已停止。"), settled_at=moment
    )
    return ended + mine.update(state=DeliveryState.DUE, due_at=moment, lease_until=None, claim="")


@silent("a delivery is its own log line")
@transaction.atomic
def give_up_old(*, at: dt.datetime | None = None) -> int:
    """What waited a day for a channel in fault or switched off has failed: old news would only confuse."""
    moment = at or clock.now()
    stuck = Delivery.objects.filter(state=DeliveryState.DUE, due_at__lt=moment - PATIENCE, medium=Medium.ROBOT)
    return (
        stuck.filter(created_at__lt=moment - PATIENCE)
        .exclude(robot__state=ChannelState.OK)
        .update(
            state=DeliveryState.FAILED, code="channel_down", reason=_("渠道故障或停用超过一天。"), settled_at=moment
        )
    )


@guarded("2.2.4")
@transaction.atomic
def resend(*, delivery: Delivery, by: Member, at: dt.datetime | None = None) -> Delivery:
    """Send a failed or unverified delivery once more, because a person has looked.

    Clause: 2.2.4 技术部.  Raises: RuleBroken, Stale.  Events: notify:delivery:repeated.
    Races: two clicks — the conditional update lets one through.
    """
    if delivery.state not in (DeliveryState.FAILED, DeliveryState.UNKNOWN):
        raise RuleBroken(
            _("只有失败或待核实的投递可以重发。"), code="delivery_not_over", advice=_("请刷新页面查看最新状态。")
        )
    fields = {
        "state": DeliveryState.DUE, "due_at": at or clock.now(), "attempts": 0, "claim": "", "code": "", "reason": "",
        "settled_at": None, "held": False,
    }  # fmt: skip
    if not Delivery.objects.filter(pk=delivery.pk, state=delivery.state).update(**fields):
        raise Stale(_("这条投递刚刚被别人处理。"), code="delivery_moved", advice=_("请刷新后再操作。"))
    trail.record(NotifyEvent.DELIVERY_REPEATED, target=delivery, by=by, data={"was": delivery.state}, at=at)
    jobs.enqueue("notify.deliver")
    delivery.refresh_from_db()
    return delivery
