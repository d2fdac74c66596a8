"""The day it is where the texts appear."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """Today in China."""
    return datetime.now(HERE).date()  # noqa: TID251 - the engine works without Django and its clock
