"""Today, where the readers are: the engine runs without Django, so it has its own small clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def today() -> date:
    return datetime.now(CHINA).date()  # noqa: TID251  core.clock brings Django along
