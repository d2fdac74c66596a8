"""The company's figures for scheduling."""

import datetime as dt

from django.db import transaction

from masthead.core import clock
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.publishing import errors, queries
from masthead.publishing.brakes import LatePolicy
from masthead.publishing.events import BrakeEvent
from masthead.publishing.models import PublishingRules
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

MOST_LATE, MOST_LEAD = 1440, 1440


@guarded("3.3.3")
@transaction.atomic
def set_rules(
    *, late_policy: LatePolicy, late_minutes: int, lead_minutes: int, by: Member, at: dt.datetime | None = None
) -> PublishingRules:
    """Set what new schedules start from, and how near a time may be. What is scheduled already keeps its own policy.

    Clause: 3.3.3.  Raises: NotPermitted, BadInput.  Events: publishing:rules:changed.
    Races: one row; the last one counts, and both stand on the trail.
    """
    if not org_queries.may(by, queries.STEER):
        raise errors.not_permitted("steer_out_of_reach")
    if not 5 <= late_minutes <= MOST_LATE:
        raise errors.bad_input("rules_late", "late_minutes")
    if not 0 <= lead_minutes <= MOST_LEAD:
        raise errors.bad_input("rules_lead", "lead_minutes")
    before = queries.rules_in_force()
    values = {
        "late_policy": late_policy, "late_minutes": late_minutes, "lead_minutes": lead_minutes, "changed_by": by,
        "changed_at": at or clock.now(),
    }  # fmt: skip
    rules, _made = PublishingRules.objects.update_or_create(pk=1, defaults=values)
    data = {
        "from": [before.late.policy.value, before.late.minutes, before.lead_minutes],
        "to": [late_policy.value, late_minutes, lead_minutes],
    }
    trail.record(BrakeEvent.RULES_SET, target=rules, by=by, data=data, at=at)
    return rules
