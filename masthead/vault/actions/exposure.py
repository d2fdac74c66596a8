"""Replacement of everything that a person ever saw, before the person goes."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import RuleBroken
from masthead.org.models import Member
from masthead.trail.guards import guarded
from masthead.vault import queries
from masthead.vault.actions.rotation import demand_rotation
from masthead.vault.models import RotationReason

DUE_HOURS = 24


@guarded("3.2.2")
@transaction.atomic
def demand_rotation_of_seen(*, member: Member, by: Member, at: dt.datetime | None = None) -> int:
    """A replacement of each secret that the person saw and that still opens the account; returns how many.

    Clause: 3.2.2, 3.2.1.  Raises: RuleBroken when there is nothing.  Events: vault:rotation:demanded.
    """
    moment, known = at or clock.now(), queries.still_known_to(member)
    if not known:
        raise RuleBroken(_("%(who)s 见过的凭据都已更换。") % {"who": member.name}, code="nothing_known", clause="3.2.2")
    for sight in known:
        note = _("%(who)s 见过这份凭据，交接前更换") % {"who": member.name}
        due = moment + dt.timedelta(hours=DUE_HOURS)
        demand_rotation(secret=sight.secret, reason=RotationReason.LEAVER, due_at=due, by=by, note=note, at=at)
    return len(known)
