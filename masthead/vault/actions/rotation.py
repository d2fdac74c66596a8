"""Demanding that a secret be replaced."""

import datetime as dt

from django.db import transaction

from masthead.core import clock
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded
from masthead.vault.events import VaultEvent
from masthead.vault.models import RotationDemand, Secret


@guarded("3.2.2")
@transaction.atomic
def demand_rotation(
    *, secret: Secret, reason: str, due: dt.datetime, by: Member | None, at: dt.datetime | None = None
) -> RotationDemand:
    """Demand that a secret be replaced until `due`.  Clause: 3.2.2.  Events: vault:secret:rotation_demanded."""
    demand = RotationDemand.objects.create(
        secret=secret,
        version=secret.version,
        reason=reason[:500],
        due=due,
        demanded_by=by,
        demanded_at=at or clock.now(),
    )
    trail.record(VaultEvent.ROTATION_DEMANDED, target=secret, by=by, reason=reason, data={"kind": secret.kind}, at=at)
    return demand
