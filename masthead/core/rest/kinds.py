"""Kinds of values that come in and go out. Bounds stand here, so that nothing too large or too odd reaches the database."""

import datetime as dt
import re
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field

LARGEST_KEY = 2**63 - 1
EARLIEST, LATEST = dt.datetime(2000, 1, 1, tzinfo=dt.UTC), dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)


def _this_century(value: dt.datetime) -> dt.datetime:
    """Moments far away break conversions between zones and mean a mistake anyway."""
    if not EARLIEST <= value < LATEST:
        raise ValueError(_("时间须在 2000 年至 2099 年之间。"))
    return value


def _this_century_day(value: dt.date) -> dt.date:
    if not EARLIEST.date() <= value < LATEST.date():
        raise ValueError(_("日期须在 2000 年至 2099 年之间。"))
    return value


def _only(shape: re.Pattern[str], words: str) -> BeforeValidator:
    """Numbers and other texts would be read as moments too."""

    def check(value: Any) -> Any:
        if isinstance(value, dt.date) or (isinstance(value, str) and shape.fullmatch(value)):
            return value
        raise ValueError(_("请写成 %(shape)s。") % {"shape": words})

    return BeforeValidator(check)


Key = Annotated[int, Field(ge=1, le=LARGEST_KEY)]
BodyKey = Annotated[int, Field(ge=1, le=LARGEST_KEY, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Title = Annotated[str, Field(max_length=120)]
Search = Annotated[str, Field(max_length=60)]
Reason = Annotated[str, Field(min_length=4, max_length=500)]
Note = Annotated[str, Field(max_length=1000)]
LongText = Annotated[str, Field(max_length=400_000)]
Moment = Annotated[AwareDatetime, AfterValidator(_this_century), _only(MOMENT, "2026-03-04T09:00:00+08:00")]
Day = Annotated[dt.date, AfterValidator(_this_century_day), _only(DAY, "2026-03-04")]


class In(Schema):
    """What a caller hands in; unknown names are refused."""

    model_config = ConfigDict(extra="forbid")


class Out(Schema):
    """What a caller gets."""


class Named(Out):
    """Something by its key and its name."""

    id: int
    name: str
