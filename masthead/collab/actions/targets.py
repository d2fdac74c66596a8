"""Target times of requests and tickets."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.collab import errors, queries
from masthead.collab.events import CollabEvent
from masthead.collab.models import TargetTime
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

MOST = 60 * 8 * 60  # sixty office days


@guarded("1.3.5")
@transaction.atomic
def set_target_time(*, area: str, key: str, minutes: int, by: Member, at: dt.datetime | None = None) -> TargetTime:
    """How long an answer or a repair may take from now on; what runs already keeps its time.

    Clause: 1.3.5.  Raises: NotPermitted, BadInput.  Events: collab:target:set.
    """
    queries.require(by, queries.TARGETS)
    if (area, key) not in queries.DEFAULTS or not 0 < minutes <= MOST:
        raise errors.field("hours", _("时限应在 1 小时至 60 个工作日之间。"), "1.3.5")
    before = queries.target_minutes(area, key)
    row, _made = TargetTime.objects.update_or_create(area=area, key=key, defaults={"minutes": minutes})
    data = {"area": area, "key": key}
    trail.record(CollabEvent.TARGET_SET, target=row, by=by, before=before, after=minutes, data=data, at=at)
    return row
