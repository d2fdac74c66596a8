"""Is a turn left lying?"""

import datetime as dt

from django.db.models import Q

from masthead.publishing.limits import seconds
from masthead.publishing.models import Turn


def turn_is_left(name: str, at: dt.datetime, *, every: float, patience: float) -> bool:
    """Nobody took the turn although it was free for `patience` seconds (or the clock was set back far)."""
    waiting = Q(next_at__gt=at - seconds(patience), next_at__lte=at + seconds(2 * every))
    return not Turn.objects.filter(waiting, name=name).exists()
