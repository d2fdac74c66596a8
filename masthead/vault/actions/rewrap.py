"""Re-wrapping under the active key, in batches, while everybody goes on reading. The id of the key on each row is the progress:
a process that is killed is simply started again."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import transaction

from masthead.core.secrets import SEALED_COLUMNS
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent
from masthead.vault import queries
from masthead.vault.actions.keys import sealing_ring
from masthead.vault.envelope import CannotOpen, KeyRing, packed, rewrap, unpacked
from masthead.vault.events import VaultEvent
from masthead.vault.models import SecretVersion, VaultKey

BATCH = 200


@dataclass(frozen=True)
class Batch:
    """`after` = where the next batch begins, 0 when nothing is left. `faults` name rows that do not open; they are left as they are."""

    after: int
    moved: int = 0
    faults: list[str] = field(default_factory=list)


@silent("re-wrapping changes no secret; the event at its end counts")
@transaction.atomic
def rewrap_secrets(*, after: int = 0, limit: int = BATCH) -> Batch:
    """One batch of versions that another key wraps.  Raises: SecretUnavailable.

    Races: one UPDATE changes all three columns of a row, so a reader finds the old wrapping or the new one, and both keys are on the
    ring; the condition on the old key lets one of two re-wrappers through.
    """
    ring = sealing_ring()
    rows = SecretVersion.objects.select_related("secret").filter(pk__gt=after).exclude(kid=ring.active)
    moved, faults, last = 0, list[str](), 0
    for version in rows.order_by("pk")[:limit]:
        last = version.pk
        try:
            fresh = rewrap(ring, queries.envelope_of(version), queries.aad_of(version))
        except CannotOpen:
            faults.append(str(version))
            continue
        moved += SecretVersion.objects.filter(pk=version.pk, kid=version.kid).update(
            kid=fresh.kid, wrap_nonce=fresh.wrap_nonce, wrapped_dek=fresh.wrapped_dek
        )
    return Batch(last, moved, faults)


@silent("re-wrapping changes no secret; the event at its end counts")
@transaction.atomic
def rewrap_column(*, name: str, after: int = 0, limit: int = BATCH) -> Batch:
    """One batch of rows of a declared column of another room.  Raises: SecretUnavailable, KeyError for an unknown column.

    Races: the rows are locked while they are read and written; a text that its room replaced meanwhile is sealed by the new key anyway.
    """
    column, ring = SEALED_COLUMNS[name], sealing_ring()
    manager = apps.get_model(column.model)._default_manager
    moved, faults, last = 0, list[str](), 0
    for row in manager.select_for_update().filter(pk__gt=after).order_by("pk")[:limit]:
        last = row.pk
        value, changed = getattr(row, column.column), 0
        for found in queries.sealed_in(column, row):
            if found.kid == ring.active:
                continue
            try:
                value, changed = _placed(value, found.at, _fresh(found, ring)), changed + 1
            except CannotOpen:
                faults.append(str(found))
        if changed:
            moved += changed * manager.filter(pk=row.pk).update(**{column.column: value})
    return Batch(last, moved, faults)


@guarded("3.2.2")
@transaction.atomic
def note_rewrap(*, moved: int, faults: int, by: Member | None) -> None:
    """Put the end of a re-wrapping on the trail.  Clause: 3.2.2.  Events: vault:key:rewrapped."""
    row = VaultKey.objects.get(kid=sealing_ring().active)
    trail.record(VaultEvent.KEY_REWRAPPED, target=row, by=by, data={"kid": row.kid, "moved": moved, "faults": faults})


def _fresh(found: queries.SealedText, ring: KeyRing) -> str:
    return packed(rewrap(ring, unpacked(found.text), queries.SEAL + found.context))


def _placed(value: Any, at: tuple[str | int, ...], text: str) -> Any:
    """The column's value with one text exchanged; the original is left alone."""
    if not at:
        return text
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[at[0]] = _placed(copy[at[0]], at[1:], text)
    return copy
