"""Writes of the platform limits."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.org.models import Member
from masthead.platforms import errors, limits
from masthead.platforms.events import PlatformEvent
from masthead.platforms.limits import LIMITS, Limit
from masthead.platforms.models import Platform, PlatformLimit
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

REASON_AT_LEAST = 4
VALUE_MOST = 10**15


@silent("part of sync_catalogue, which records it")
@transaction.atomic
def sync_limits() -> int:
    """Bring the limits to what the connectors state; a corrected value stays. Returns how many were added or changed."""
    changed = 0
    platforms = {p.key: p for p in Platform.objects.filter(key__in=list(LIMITS))}
    kept = {(row.platform_id, row.key): row for row in PlatformLimit.objects.all()}
    for key, platform in platforms.items():
        for seed in LIMITS[key]:
            changed += _sync_one(platform, seed, kept.get((platform.pk, seed.key)))
    if changed:
        transaction.on_commit(limits.forget)
    return changed


def _sync_one(platform: Platform, seed: Limit, row: PlatformLimit | None) -> int:
    wanted = {
        "label": str(seed.label), "stated": seed.stated, "unit": str(seed.unit), "mark": seed.mark, "source": seed.source,
    }  # fmt: skip
    if row is None:
        PlatformLimit.objects.create(platform=platform, key=seed.key, value=seed.stated, **wanted)
        return 1
    if not row.is_corrected:
        wanted["value"] = seed.stated
    if row.is_corrected:
        wanted.pop("mark")
        wanted.pop("source")
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return 0
    PlatformLimit.objects.filter(pk=row.pk).update(**wanted)
    return 1


@guarded("3.1.1")
@transaction.atomic
def correct_limit(
    *, limit: PlatformLimit, value: int, mark: str, source: str, reason: str, by: Member, at: dt.datetime | None = None
) -> PlatformLimit:
    """Write what the platform really accepts, with the source and the reason; connectors use it from the next post on.

    Clause: 3.1.1.  Raises: BadInput naming the field.  Events: platforms:limit:corrected.
    Races: the last of two corrections stands; both are on the trail with before and after.
    """
    wrong: dict[str, list[str]] = {}
    if not 0 <= value <= VALUE_MOST:
        wrong["value"] = [_("请填写不小于 0 的整数。")]
    if len(reason.strip()) < REASON_AT_LEAST:
        wrong["reason"] = [_("请写明理由，至少 %(n)d 个字。") % {"n": REASON_AT_LEAST}]
    if wrong:
        raise errors.fields(wrong)
    before = {"value": limit.value, "mark": limit.mark, "source": limit.source}
    after = {"value": value, "mark": mark, "source": source.strip()[:200] or limit.source}
    PlatformLimit.objects.filter(pk=limit.pk).update(
        **after, corrected_by=by, corrected_at=at or clock.now(), corrected_why=reason.strip()[:200]
    )
    trail.record(
        PlatformEvent.LIMIT_CORRECTED, target=limit, by=by, before=before, after=after, reason=reason.strip(), at=at,
        data={"platform": limit.platform.key, "limit": limit.key},
    )  # fmt: skip
    transaction.on_commit(limits.forget)
    limit.refresh_from_db()
    return limit
