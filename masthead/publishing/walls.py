"""Wall clocks abroad: what a clock in some zone shows, as a moment. An hour that does not exist there, or exists twice, is never guessed."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from masthead.core.errors import BadInput
from masthead.publishing import errors

HOME = "Asia/Shanghai"
ZONES = {
    HOME: _("北京时间"),
    "Asia/Tokyo": _("东京"),
    "Asia/Singapore": _("新加坡"),
    "Asia/Dubai": _("迪拜"),
    "Europe/Moscow": _("莫斯科"),
    "Europe/Berlin": _("柏林、巴黎"),
    "Europe/London": _("伦敦"),
    "America/New_York": _("纽约"),
    "America/Chicago": _("芝加哥"),
    "America/Los_Angeles": _("洛杉矶"),
    "Australia/Sydney": _("悉尼"),
}
FIRST, SECOND = "first", "second"
WALL = "%Y-%m-%dT%H:%M"


def moment_at(wall: dt.datetime, zone: str, *, which: str = "", field: str = "planned_at") -> dt.datetime:
    """The moment (UTC) at which a clock in `zone` shows `wall`; `which` = the first or second time, where it shows it twice.

    Raises: BadInput for an unknown zone, an hour that is skipped there, and an hour that comes twice unless `which` says which.
    """
    if zone not in ZONES:
        raise errors.bad_input("zone", "zone")
    place = ZoneInfo(zone)
    naive = wall.replace(tzinfo=None, fold=0)
    first, second = (naive.replace(tzinfo=place, fold=n).astimezone(dt.UTC) for n in (0, 1))
    if first.astimezone(place).replace(tzinfo=None) != naive:
        raise _skipped(naive, zone, jump=first - second, field=field)
    if first != second and which not in (FIRST, SECOND):
        raise _twice(naive, zone, first, second, field)
    return second if which == SECOND else first


def wall_at(moment: dt.datetime, zone: str = HOME) -> str:
    """What a clock in `zone` shows at the moment."""
    return moment.astimezone(ZoneInfo(zone)).strftime(WALL)


def _skipped(wall: dt.datetime, zone: str, *, jump: dt.timedelta, field: str) -> BadInput:
    later = wall + abs(jump)
    return errors.bad_input("wall_skipped", field, zone=ZONES[zone], wall=f"{wall:%m-%d %H:%M}", later=f"{later:%H:%M}")


def _twice(wall: dt.datetime, zone: str, first: dt.datetime, second: dt.datetime, field: str) -> BadInput:
    china = [one.astimezone(ZoneInfo(HOME)).strftime("%m-%d %H:%M") for one in (first, second)]
    return errors.bad_input(
        "wall_twice", field, zone=ZONES[zone], wall=f"{wall:%m-%d %H:%M}", first=china[0], second=china[1]
    )
