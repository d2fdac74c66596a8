"""Taking a turn: of all processes that want to begin the same thing in one period, one does."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from masthead.core import clock
from masthead.publishing.limits import seconds
from masthead.publishing.models import Turn
from masthead.trail.guards import silent


@silent("who began a tick is no deed; what the tick does is on the trail")
@transaction.atomic
def take_turn(*, name: str, every: float, holder: str, at: dt.datetime | None = None) -> bool:
    """True for exactly one caller of each period of `every` seconds.

    Clause: 3.3.3.
    Races: one conditional UPDATE of one row; the loser finds it moved ahead. A holder that dies keeps nothing: the next period is
    free for anybody. A clock that was set back must not stop the house: a turn further ahead than two periods is taken as well.
    """
    moment = at or clock.now()
    free = Q(next_at__lte=moment) | Q(next_at__gt=moment + seconds(2 * every))
    values = {"next_at": moment + seconds(every), "taken_at": moment, "holder": holder[:120]}
    if Turn.objects.filter(free, name=name).update(count=F("count") + 1, **values):
        return True
    _row, made = Turn.objects.get_or_create(name=name, defaults=values | {"count": 1})
    return made
