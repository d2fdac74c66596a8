"""Badges of the side bar, counted anew from their rows by every deed that moves one."""

from collections.abc import Iterable

from django.db import transaction

from masthead.collab import queries
from masthead.org import actions as org_actions
from masthead.org import queries as org
from masthead.trail.guards import silent


@silent("a badge is derived from rows whose own deeds are on the trail")
@transaction.atomic
def recount(*, badge: str, member_ids: Iterable[int | None]) -> None:
    """Set a badge of some members to what their rows say. Two deeds at once may leave it one behind; the next one sets it right."""
    wanted = {pk for pk in member_ids if pk}
    for member in org.active_members().filter(pk__in=wanted):
        org_actions.rebuild_counter(member=member, key=badge, value=queries.IN_HAND[badge](member.pk))
