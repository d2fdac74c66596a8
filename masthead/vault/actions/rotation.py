"""Demands to replace a secret."""

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
    """Say that the current version must be replaced until `due`; an open demand keeps the earlier of the two days.

    Clause: 3.2.2.  Events: vault:rotation:demanded.
    """
    moment = at or clock.now()
    found = RotationDemand.objects.filter(secret=secret, version=secret.version).first()
    if found is not None:
        RotationDemand.objects.filter(pk=found.pk, due_at__gt=due).update(due_at=due)
        return RotationDemand.objects.get(pk=found.pk)
    made = RotationDemand.objects.create(
        secret=secret, version=secret.version, reason=reason[:300], due_at=due, demanded_by=by, demanded_at=moment
    )
    trail.record(
        VaultEvent.ROTATION_DEMANDED, target=secret, by=by, reason=reason, version=str(secret.version),
        data={"due": due.isoformat()}, at=moment,
    )  # fmt: skip
    return made
