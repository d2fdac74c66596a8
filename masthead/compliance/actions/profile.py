"""The trades of the company."""

import datetime as dt

from django.db import transaction

from masthead.compliance.events import ComplianceEvent
from masthead.compliance.models import IndustryProfile
from masthead.core import clock
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("1.3.1")
@transaction.atomic
def set_industry(*, words: str, by: Member, at: dt.datetime | None = None) -> IndustryProfile:
    """Say in free words what the company deals in; rules made for a trade then apply to its texts.

    Clause: 1.3.1.  Events: compliance:industry:set.
    """
    fields = {"words": words.strip()[:200], "changed_at": at or clock.now()}
    profile, _new = IndustryProfile.objects.update_or_create(pk=1, defaults=fields)
    trail.record(ComplianceEvent.INDUSTRY_SET, target=profile, by=by, data={"words": profile.words})
    return profile
