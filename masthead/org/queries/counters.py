"""Kept counters. The frame, the tabs and the cards of one page ask for them; they are read once."""

from masthead.core import context
from masthead.org.models import Counter, Member


class _Moves:
    """Counts the deeds of this process that move a counter; what was read before the last of them is read anew."""

    number = 0


def forget_kept_counters() -> None:
    """A counter moved: what the running request has read no longer counts."""
    _Moves.number += 1


def counters_of(member: Member) -> dict[str, int]:
    """All kept counters of a member; one query for a request."""
    return context.once(member, "org.counters", lambda: _read(member), mark=_Moves.number)


def _read(member: Member) -> dict[str, int]:
    return dict(Counter.objects.filter(member=member).values_list("key", "value"))
