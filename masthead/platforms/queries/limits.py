"""Reads of the platform limits."""

from masthead.platforms import errors
from masthead.platforms.models import PlatformLimit


def limit_corrections() -> dict[tuple[str, str], tuple[int, str]]:
    """Corrected (number, mark) by platform and key: what `limits` answers with; one query."""
    rows = PlatformLimit.objects.exclude(corrected_at=None).values_list("platform__key", "key", "value", "mark")
    return {(platform, key): (value, mark) for platform, key, value, mark in rows}


def limit_rows(platform: str = "", mark: str = "") -> list[PlatformLimit]:
    """Limits in the order of the catalogue; one query."""
    rows = PlatformLimit.objects.filter(platform__is_listed=True).select_related("platform", "corrected_by")
    if platform:
        rows = rows.filter(platform__key=platform)
    return list(rows.filter(mark=mark) if mark else rows)


def get_limit(pk: int) -> PlatformLimit:
    """A limit. Raises NotThere."""
    found = PlatformLimit.objects.select_related("platform").filter(pk=pk).first()
    if found is None:
        raise errors.limit_not_there()
    return found
