"""Who has open tasks, for those who move them."""

from django.db.models import QuerySet

from masthead.org.models import Counter, Member


def burdened() -> QuerySet[Counter]:
    """Kept counters of everybody with pending tasks: people who left first, then the longest lists."""
    return (
        Counter.objects.filter(key="approvals.todo", value__gt=0)
        .select_related("member")
        .order_by("member__is_active", "-value", "pk")
    )


def get_burdened(pk: int) -> Member | None:
    """The member, also one who left, or None."""
    return Member.objects.filter(pk=pk).first()
