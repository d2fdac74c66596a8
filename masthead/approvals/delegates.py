"""Standing delegation for an absence. `org` owns it; this is the one place of the engine that asks for it."""

from collections.abc import Iterable

from masthead.core import clock
from masthead.org import queries as org
from masthead.org.models import Member


def standing_delegate(member: Member, capability: str, unit_id: int | None) -> Member | None:
    """Who decides in the member's place today while the member is away; None when nobody was named or the one named may not decide."""
    return org.delegate_of(member, on=clock.today(), capability=capability, unit_id=unit_id)


def standing_delegates(members: Iterable[Member], capability: str, unit_id: int | None) -> dict[int, Member]:
    """{member away today: who decides instead}: the same for many at once."""
    return org.delegates_of(members, on=clock.today(), capability=capability, unit_id=unit_id)
