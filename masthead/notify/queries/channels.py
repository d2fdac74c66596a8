"""Channels, who minds them, and the log of deliveries."""

from collections.abc import Mapping

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock, secrets
from masthead.core.errors import NotThere
from masthead.notify.models import Delivery, RobotChannel
from masthead.notify.states import ChannelState
from masthead.org import queries as org
from masthead.org.models import Position, Unit, in_force

MANAGE = "notify.channel.manage"


def all_channels() -> QuerySet[RobotChannel]:
    """Every channel, those that need somebody first."""
    return RobotChannel.objects.prefetch_related(Prefetch("units", Unit.objects.order_by("path")))


def get_channel(pk: int) -> RobotChannel:
    """Raises NotThere."""
    found = all_channels().filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这个通知渠道。"), code="channel_not_there")
    return found


def robots_for(kind: str, member_ids: list[int]) -> list[RobotChannel]:
    """Channels that carry this kind for at least one of the members; switched-off ones do not."""
    rows = [r for r in all_channels().exclude(state=ChannelState.OFF).order_by("pk") if kind in r.kinds]
    limited = [r for r in rows if r.units.all()]
    if not limited:
        return rows
    seats = Position.objects.filter(in_force(clock.today()), member_id__in=member_ids)
    paths = list(seats.values_list("unit__path", flat=True))
    return [r for r in rows if not r.units.all() or _covers(r, paths)]


def _covers(robot: RobotChannel, paths: list[str]) -> bool:
    return any(path.startswith(unit.path) for unit in robot.units.all() for path in paths)


def opened(robot: RobotChannel) -> tuple[str, str]:
    """(address, secret) in plain text. Keep them in local variables only. Raises SecretUnavailable."""
    address = secrets.unseal(robot.sealed_address, robot.seal_context)
    secret = secrets.unseal(robot.sealed_secret, robot.seal_context) if robot.sealed_secret else ""
    return address, secret


def admins() -> set[int]:
    """Those who mind the channels."""
    return org.who_may(org.active_members(), MANAGE)


def units_of_choice() -> QuerySet[Unit]:
    """Departments for a form."""
    return org.units_by_path()


def log_rows(filters: Mapping[str, str]) -> QuerySet[Delivery]:
    """The log under filters `state`, `medium`, `channel`, `q`; unknown values find nothing."""
    rows = Delivery.objects.select_related("robot", "member")
    for name, column in (("state", "state"), ("medium", "medium")):
        if value := filters.get(name):
            rows = rows.filter(**{column: value})
    if channel := filters.get("channel"):
        rows = rows.filter(robot_id=int(channel)) if channel.isdigit() else rows.none()
    if words := filters.get("q", "").strip():
        rows = rows.filter(Q(subject__icontains=words) | Q(member__name__icontains=words))
    return rows


def get_delivery(pk: int) -> Delivery:
    """Raises NotThere."""
    found = Delivery.objects.filter(pk=pk).select_related("robot", "member").first()
    if found is None:
        raise NotThere(_("没有这条投递记录。"), code="delivery_not_there")
    return found


def faulty_channels() -> list[RobotChannel]:
    """Channels that do not carry messages although they are switched on."""
    return list(RobotChannel.objects.exclude(state__in=[ChannelState.OK, ChannelState.OFF]).order_by("name"))
