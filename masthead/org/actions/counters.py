"""Kept counters. They ride in the transaction of the deed that changes them."""

from django.db import transaction
from django.db.models import F

from masthead.org.models import Counter, Member
from masthead.org.queries import forget_kept_counters
from masthead.trail.guards import silent


@silent("a counter is derived from rows whose own deeds are on the trail")
@transaction.atomic(savepoint=False)
def add_to_counter(*, member_id: int, key: str, by_amount: int) -> None:
    """Move a kept counter; never below zero. Races: the update is relative, so two writers add up."""
    forget_kept_counters()
    if Counter.objects.filter(member_id=member_id, key=key).update(value=F("value") + by_amount):
        if by_amount < 0:
            Counter.objects.filter(member_id=member_id, key=key, value__lt=0).update(value=0)
        return
    row, created = Counter.objects.get_or_create(member_id=member_id, key=key, defaults={"value": max(by_amount, 0)})
    if not created:
        Counter.objects.filter(pk=row.pk).update(value=F("value") + by_amount)


@silent("a counter is derived from rows whose own deeds are on the trail")
@transaction.atomic
def rebuild_counter(*, member: Member, key: str, value: int) -> None:
    """Set a counter to what was counted from its rows."""
    forget_kept_counters()
    Counter.objects.update_or_create(member=member, key=key, defaults={"value": value})
