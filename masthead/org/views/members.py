"""Members and departments, one member, the management group: reading."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from masthead.core import clock
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.org import queries
from masthead.org.models import Member


def viewer(request: HttpRequest) -> Member:
    """The signed-in member; the view's decorator has let only members through."""
    assert isinstance(request.user, Member)
    return request.user


@require_GET
@requires("org.member.read")
def member_list(request: HttpRequest) -> HttpResponse:
    """The tree of departments left, their members right; search and department stand in the address."""
    member, text = viewer(request), request.GET.get("q", "").strip()
    units = queries.units_visible_to(member)
    chosen = next((u for u in units if str(u.pk) == request.GET.get("unit")), None)
    rows = queries.members_visible_to(member, text=text, unit=chosen)
    page = page_of(rows, order=["name", "pk"], cursor=request.GET.get("cursor", ""))
    context = {"page": page, "q": text, "units": units, "chosen": chosen, "may_manage": member.has_perm("org.manage")}
    template = "org/members.html#rows" if request.headers.get("HX-Request") else "org/members.html"
    return render(request, template, context)


@require_GET
@requires("org.member.read")
def member_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One member: positions, roles and seats with their days, and the timeline."""
    reader = viewer(request)
    member = queries.get_member_for(reader, pk)
    context = {
        "member": member,
        "positions": queries.positions_of(member),
        "grants": queries.grants_of(member),
        "seats": queries.seats_of(member),
        "today": clock.today(),
        "may_manage": reader.has_perm("org.manage"),
    }
    return render(request, "org/member_detail.html", context)


@require_GET
@requires("org.member.read")
def group(request: HttpRequest) -> HttpResponse:
    """The management group of clause 2.1: who leads, who belongs, since when."""
    context = {
        "group": queries.management_group(),
        "seats": queries.seats_today(),
        "heads": queries.heads_without_seat(),
        "may_manage": viewer(request).has_perm("org.manage"),
    }
    return render(request, "org/group.html", context)
