"""What the probes of this room look at."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from masthead.core import clock
from masthead.notify.models import Delivery, Notice, RobotChannel
from masthead.notify.states import ChannelState, DeliveryState
from masthead.org.models import Member

OVER = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN)


@dataclass(frozen=True)
class Settled:
    """A notice and how its deliveries ended."""

    pk: int
    title: str
    sent: int
    failed: int
    unknown: int


def channels_in_use() -> QuerySet[RobotChannel]:
    """Channels that are not switched off."""
    return RobotChannel.objects.exclude(state=ChannelState.OFF).order_by("pk")


def settled_notices(start: dt.datetime, end: dt.datetime) -> Iterable[Settled]:
    """Notices with deliveries of that time, all of them over."""
    rows = Delivery.objects.filter(created_at__gte=start, created_at__lt=end, notice__isnull=False)
    counted = (
        rows.order_by()
        .values("notice_id", "notice__title")
        .annotate(
            sent=Count("pk", filter=Q(state=DeliveryState.SENT)),
            failed=Count("pk", filter=Q(state=DeliveryState.FAILED)),
            unknown=Count("pk", filter=Q(state=DeliveryState.UNKNOWN)),
            open=Count("pk", filter=~Q(state__in=OVER)),
        )
    )
    for row in counted.filter(open=0).order_by("notice_id"):
        yield Settled(row["notice_id"], row["notice__title"], row["sent"], row["failed"], row["unknown"])


def any_notice() -> Notice:
    """The newest notice, or one that is not kept yet for whoever joined first."""
    found = Notice.objects.order_by("-pk").first()
    return found or Notice(
        member=Member.objects.order_by("pk")[0], kind="notify.channel_lost", title="探针", created_at=clock.now()
    )
