"""Reads of the platform limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from masthead.platforms import errors
from masthead.platforms.limits import posts_a_day
from masthead.platforms.models import PlatformLimit
from masthead.platforms.states import Mark


def limit_corrections() -> dict[tuple[str, str], int]:
    """Corrected numbers by platform and key: what `limits.value` answers with; one query."""
    rows = PlatformLimit.objects.exclude(corrected_at=None).exclude(value=F("stated"))
    return {(platform, key): value for platform, key, value in rows.values_list("platform__key", "key", "value")}


def limit_rows(platform: str = "", mark: str = "") -> list[PlatformLimit]:
    """Limits in the order of the catalogue; one query."""
    rows = PlatformLimit.objects.filter(platform__is_listed=True).select_related("platform", "corrected_by")
    if platform:
        rows = rows.filter(platform__key=platform)
    return list(rows.filter(mark=mark) if mark else rows)


@dataclass(frozen=True)
class DayLimit:
    """How many posts a day are taken, as corrected by an administrator. Only what is `sure` refuses."""

    most: int
    sure: bool
    label: str


def day_limit(platform_key: str, options: Mapping[str, Any]) -> DayLimit | None:
    """The limit of a day in force for an account with these settings; None without one. 0 stands for none, too. One query at most."""
    stated = posts_a_day(platform_key, options)
    if stated is None:
        return None
    rows = PlatformLimit.objects.filter(platform__key=platform_key, key=stated.key)
    most, mark = rows.values_list("value", "mark").first() or (stated.stated, stated.mark)
    return DayLimit(most, mark == Mark.SURE, str(stated.label)) if most else None


def get_limit(pk: int) -> PlatformLimit:
    """A limit. Raises NotThere."""
    found = PlatformLimit.objects.select_related("platform").filter(pk=pk).first()
    if found is None:
        raise errors.limit_not_there()
    return found
