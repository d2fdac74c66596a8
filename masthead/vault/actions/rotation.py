"""Demands to replace a secret."""

import datetime as dt

from django.db import transaction

from masthead.core import clock
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded
from masthead.vault.events import VaultEvent
from masthead.vault.models import RotationDemand, RotationReason, Secret


@guarded("3.2.2")
@transaction.atomic
def demand_rotation(
    *,
    secret: Secret,
    reason: str,
    due_at: dt.datetime,
    by: Member | None,
    note: str = "",
    at: dt.datetime | None = None,
) -> RotationDemand:
    """A secret must be replaced by `due_at`; asked again for the same reason, the earlier moment stays.

    Clause: 3.2.2.  Raises: ValueError for an unknown reason.  Events: vault:rotation:demanded.
    """
    moment, why = at or clock.now(), RotationReason(reason)
    found = RotationDemand.objects.filter(secret=secret, reason=why, from_version=secret.version).first()
    if found is not None:
        RotationDemand.objects.filter(pk=found.pk, due_at__gt=due_at).update(due_at=due_at)
        return RotationDemand.objects.get(pk=found.pk)
    made = RotationDemand.objects.create(
        secret=secret,
        reason=why,
        note=note[:500],
        from_version=secret.version,
        due_at=due_at,
        demanded_by=by,
        demanded_at=moment,
    )
    trail.record(
        VaultEvent.ROTATION_DEMANDED, target=secret, by=by, reason=note, version=str(secret.version),
        data={"reason": str(why), "due": due_at.isoformat()}, at=moment,
    )  # fmt: skip
    return made
