"""Writes of the catalogue and of the shared access tokens."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from masthead.core import clock, secrets
from masthead.org.models import Member
from masthead.platforms.catalogue import CatalogueEntry, read_catalogue
from masthead.platforms.events import PlatformEvent
from masthead.platforms.models import Platform, PlatformAbility, PlatformToken
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

LEASE_SECONDS = 30  # longer than the connector's own time-outs for fetching a token


@guarded("3.1.1")
@transaction.atomic
def sync_catalogue(*, by: Member | None = None) -> int:
    """Bring the platform catalogue to what `catalogue.toml` says; returns how many entries were added or changed.

    Clause: 3.1.1.  Events: platforms:catalogue:synced (only when something changed).  Races: a second run changes nothing.
    """
    entries = read_catalogue()
    changed = sum(_sync_entry(entry, order) for order, entry in enumerate(entries, 1))
    changed += Platform.objects.filter(is_listed=True).exclude(key__in=[e.key for e in entries]).update(is_listed=False)
    if changed:
        trail.record(PlatformEvent.CATALOGUE_SYNCED, by=by, data={"changed": changed})
    return changed


def _sync_entry(entry: CatalogueEntry, order: int) -> int:
    wanted = {"name": entry.name, "note": entry.note, "order": order, "is_listed": True}
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


@silent("a token is derived from the stored secret; its renewals are no deeds of a person")
@transaction.atomic
def claim_token_refresh(*, account_id: int, version: int, at: dt.datetime | None = None) -> bool:
    """Take the right to renew an account's token; False when another process has it or has renewed already.

    Races: the conditional UPDATE on `version` and the lease lets exactly one process fetch; a dead one's lease runs out.
    """
    moment = at or clock.now()
    PlatformToken.objects.get_or_create(account_id=account_id)
    free = Q(refreshing_until=None) | Q(refreshing_until__lt=moment)
    rows = PlatformToken.objects.filter(free, account_id=account_id, version=version)
    return rows.update(refreshing_until=moment + dt.timedelta(seconds=LEASE_SECONDS)) == 1


@silent("a token is derived from the stored secret; its renewals are no deeds of a person")
@transaction.atomic
def settle_token_refresh(
    *, account_id: int, version: int, issued_for: str, token: str, expires_at: dt.datetime
) -> bool:
    """Keep the fetched token, sealed, and give the lease back. Races: a late fetch of an overtaken lease changes nothing."""
    after = version + 1
    sealed = secrets.seal(token, token_context(account_id, after, issued_for))
    rows = PlatformToken.objects.filter(account_id=account_id, version=version)
    return (
        rows.update(sealed=sealed, issued_for=issued_for, expires_at=expires_at, version=after, refreshing_until=None)
        == 1
    )


@silent("a token is derived from the stored secret; its renewals are no deeds of a person")
@transaction.atomic
def release_token_refresh(*, account_id: int, version: int) -> None:
    """Give the lease back after a fetch that failed."""
    PlatformToken.objects.filter(account_id=account_id, version=version).update(refreshing_until=None)


@silent("follows a change of the account, which is on the trail")
@transaction.atomic
def drop_token(*, account_id: int) -> None:
    """Forget an account's token: its secret, app or address changed. The next call fetches a new one."""
    row = PlatformToken.objects.select_for_update().filter(account_id=account_id).first()
    if row is not None:
        rows = PlatformToken.objects.filter(pk=row.pk)
        rows.update(sealed="", issued_for="", expires_at=None, version=row.version + 1, refreshing_until=None)


def token_context(account_id: int, version: int, issued_for: str) -> str:
    """What binds a sealed token to its row."""
    return f"platforms.token|{account_id}|{version}|{issued_for}"
