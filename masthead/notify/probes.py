"""Clause 2.2.4: the ways by which people are told work; a broken one is mended within a day."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.core import clock
from masthead.notify.models import Delivery, RobotChannel
from masthead.notify.queries import probing
from masthead.notify.states import ChannelState, DeliveryState, Medium, RobotKind
from masthead.trail.probes import Verdict, Window, probe

CHANNEL, NOTICE = "notify.robotchannel", "notify.notice"
MOST_FAULT = dt.timedelta(hours=24)


def seed_channel_long_in_fault() -> tuple[str, int]:
    """A robot that has been refused for two days."""
    since = clock.now() - 2 * MOST_FAULT
    row = RobotChannel.objects.create(
        kind=RobotKind.WECOM,
        name=f"探针{get_random_string(8)}",
        sealed_address="-",
        state=ChannelState.FAULT,
        state_since=since,
    )
    return CHANNEL, row.pk


@probe(
    "notify.channel_mended_in_a_day",
    clause="2.2.4",
    title=gettext_lazy("通知渠道故障在一天内修复"),
    why=gettext_lazy("渠道断了没人发现，审批和发布异常的消息就到不了人。"),
    seed=seed_channel_long_in_fault,
    window_days=1,
    weight=2,
)
def channel_mended_in_a_day(window: Window) -> Iterator[Verdict]:
    """Every channel that is not switched off."""
    for row in probing.channels_in_use():
        late = row.state == ChannelState.FAULT and row.state_since < window.end - MOST_FAULT
        reason = _("故障超过一天：%(why)s") % {"why": row.fault} if late else _("可用，或故障未满一天")
        yield Verdict(CHANNEL, row.pk, row.name, not late, reason, row.get_absolute_url(), {"state": row.state})


def seed_notice_that_reached_nobody() -> tuple[str, int]:
    """A notice whose only way out failed."""
    notice = probing.any_notice()
    notice.save()
    channel = RobotChannel.objects.create(
        kind=RobotKind.WECOM, name=f"探针{get_random_string(8)}", sealed_address="-", state_since=clock.now()
    )
    moment = clock.now() - dt.timedelta(minutes=1)  # inside a window that ends at this moment
    Delivery.objects.filter(notice=notice).update(state=DeliveryState.FAILED)
    Delivery.objects.create(
        medium=Medium.ROBOT, notice=notice, robot=channel, subject="探针", state=DeliveryState.FAILED, urgent=True,
        created_at=moment, due_at=moment, settled_at=moment,
    )  # fmt: skip
    return NOTICE, notice.pk


@probe(
    "notify.notice_left_the_house",
    clause="2.2.4",
    title=gettext_lazy("发往站外的通知至少有一个渠道送达"),
    why=gettext_lazy("所有渠道都失败的通知，只有登录的人才看得到。"),
    seed=seed_notice_that_reached_nobody,
    window_days=7,
    weight=1,
)
def notice_left_the_house(window: Window) -> Iterator[Verdict]:
    """Every notice of the window whose deliveries are all over."""
    url = reverse("notify:deliveries")
    for row in probing.settled_notices(window.start, window.end):
        passed = row.sent > 0 or row.unknown > 0
        reason = _("至少一个渠道送达或待核实") if passed else _("所有渠道都失败")
        yield Verdict(NOTICE, row.pk, row.title, passed, reason, url, {"failed": row.failed})
