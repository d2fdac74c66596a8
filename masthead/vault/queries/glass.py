"""Reads of emergency openings."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import NotThere
from masthead.org.models import Member
from masthead.org.queries import active_members, is_workday, may, seated_on, sits_in_group, who_may
from masthead.vault.models import BreakGlass, Checkout, Secret
from masthead.vault.queries.custody import READ_ALL, owned, unit_of
from masthead.vault.states import GlassState

CONFIRM = "vault.break_glass.confirm"
REVIEW_DAYS = 2
PEOPLE = ("secret", "opener", "confirmer", "reviewed_by")


def glasses_visible_to(member: Member) -> QuerySet[BreakGlass]:
    """One's own, those one may confirm, those the group reviews; everything for who oversees it all."""
    rows = BreakGlass.objects.select_related(*PEOPLE)
    if may(member, READ_ALL) or sits_in_group(member):
        return rows
    near = Q(secret__in=Secret.objects.filter(owned(member, CONFIRM, custodian=True)))
    return rows.filter(Q(opener=member) | near)


def get_glass_for(member: Member, pk: int) -> BreakGlass:
    """Raises NotThere outside of what the member may see."""
    found = glasses_visible_to(member).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这次紧急启封，或不在您的权限范围内。"), code="glass_not_there")
    return found


def get_glass(pk: int) -> BreakGlass:
    """For the machine. Raises NotThere."""
    found = BreakGlass.objects.select_related(*PEOPLE).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这次紧急启封。"), code="glass_not_there")
    return found


def glasses_run_out(at: dt.datetime) -> QuerySet[BreakGlass]:
    """Nobody confirmed in time."""
    return BreakGlass.objects.filter(state=GlassState.WAITING, confirm_until__lte=at)


def glasses_opened(*, since: dt.datetime, until: dt.datetime) -> QuerySet[BreakGlass]:
    """Opened in a window, or still waiting for their review."""
    rows = BreakGlass.objects.select_related(*PEOPLE).exclude(confirmed_at=None)
    return rows.filter(Q(confirmed_at__gte=since, confirmed_at__lt=until) | Q(state=GlassState.OPENED)).order_by("pk")


def group_members() -> list[Member]:
    """Who sits in the management group today."""
    return [seat.member for seat in seated_on(clock.today())]


def workdays_later(start: dt.datetime, days: int) -> dt.datetime:
    """The end of the n-th working day after a moment, on Chinese clocks."""
    day = clock.china(start).date()
    left = days
    while left:
        day += dt.timedelta(days=1)
        left -= is_workday(day)
    return clock.at_china(day, 23, 59)


def may_confirm(member: Member, secret: Secret) -> bool:
    """Does the capability reach the owner's department?"""
    return may(member, CONFIRM, unit_id=unit_of(secret))


def confirmers_of(glass: BreakGlass) -> list[Member]:
    """Who may be the second person."""
    everybody = list(active_members())
    able = who_may(everybody, CONFIRM, unit_id=unit_of(glass.secret))
    return [m for m in everybody if m.pk in able and m.pk != glass.opener_id]


def checkout_of_glass(glass: BreakGlass) -> Checkout | None:
    """What the confirmation gave to the opener."""
    return Checkout.objects.select_related("secret", "requester").filter(emergency=glass).first()
