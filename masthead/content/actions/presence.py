"""Who has a draft open: a beat of every window, forgotten after half a minute."""

import datetime as dt

from django.db import transaction

from masthead.content.actions.drafts import _require_writer
from masthead.content.limits import PRESENT_SECONDS
from masthead.content.models import Draft, Presence
from masthead.core import clock
from masthead.org.models import Member
from masthead.trail.guards import guarded, silent


@silent("an open window is no deed")
@guarded("3.3.2")
@transaction.atomic
def note_presence(*, draft: Draft, window: str, by: Member, at: dt.datetime | None = None) -> Presence:
    """A window says that it is open; old ones of the draft are swept.

    Clause: 3.3.2.  Raises: NotPermitted.  Races: two beats of one window meet in the unique row.
    """
    _require_writer(by, draft)
    moment = at or clock.now()
    Presence.objects.filter(draft=draft, seen_at__lt=moment - dt.timedelta(seconds=PRESENT_SECONDS)).delete()
    row, _new = Presence.objects.update_or_create(
        draft=draft, member=by, window=window[:32], defaults={"seen_at": moment}
    )
    return row
