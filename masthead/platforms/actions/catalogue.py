"""Writes of the catalogue."""

from django.db import transaction

from masthead.org.models import Member
from masthead.platforms.actions.limits import sync_limits
from masthead.platforms.actions.selection import sync_criteria
from masthead.platforms.catalogue import CatalogueEntry, read_catalogue
from masthead.platforms.events import PlatformEvent
from masthead.platforms.models import Platform, PlatformAbility
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.1.1")
@transaction.atomic
def sync_catalogue(*, by: Member | None = None) -> int:
    """Bring catalogue, limits and first criteria to what the code says, leaving alone what an administrator added or corrected; returns how many
    entries were added or changed.

    Clause: 3.1.1.  Events: platforms:catalogue:synced (only when something changed).  Races: a second run changes nothing.
    """
    entries = read_catalogue()
    changed = sum(_sync_entry(entry, order) for order, entry in enumerate(entries, 1))
    strangers = Platform.objects.filter(is_listed=True, is_own=False).exclude(key__in=[e.key for e in entries])
    changed += strangers.update(is_listed=False)
    changed += sync_limits()
    changed += sync_criteria()
    if changed:
        trail.record(PlatformEvent.CATALOGUE_SYNCED, by=by, data={"changed": changed})
    return changed


def _sync_entry(entry: CatalogueEntry, order: int) -> int:
    wanted = {"name": entry.name, "note": entry.note, "forms": entry.forms, "order": order, "is_listed": True}
    platform, new = Platform.objects.get_or_create(key=entry.key, defaults=wanted)
    moved = any(getattr(platform, field) != value for field, value in wanted.items())
    if moved:
        Platform.objects.filter(pk=platform.pk).update(**wanted)
    told = {row.ability: (row.mode, row.reason) for row in platform.abilities.all()}
    if told != {str(a): (str(mode), reason) for a, (mode, reason) in entry.abilities.items()}:
        moved = True
        platform.abilities.all().delete()
        PlatformAbility.objects.bulk_create(
            PlatformAbility(platform=platform, ability=ability, mode=mode, reason=reason)
            for ability, (mode, reason) in entry.abilities.items()
        )
    return int(new or moved)
