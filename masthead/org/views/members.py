"""Members and one member: reading; the list as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from masthead.core import clock
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.org import actions, queries, roster, sheets
from masthead.org.views.pages import MANAGE, READ, viewer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@requires(READ)
def member_list(request: HttpRequest) -> HttpResponse:
    """The tree of departments left, their members right; search, department and state stand in the address."""
    member, asked = viewer(request), request.GET
    units = queries.units_visible_to(member)
    chosen = next((u for u in units if str(u.pk) == asked.get("unit")), None)
    text, state = asked.get("q", "").strip(), asked.get("state", "here")
    rows = queries.members_in_state(queries.members_visible_to(member, text=text, unit=chosen), state)
    page = page_of(rows, order=["name", "pk"], cursor=asked.get("cursor", ""))
    context = {"page": page, "q": text, "units": units, "chosen": chosen, "which": state}
    context["may_manage"] = member.has_perm(MANAGE)
    template = "org/members.html#rows" if request.headers.get("HX-Request") else "org/members.html"
    return render(request, template, context)


@require_GET
@requires(READ)
def member_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One member: positions, roles, seats and absences with their days, what a condition withholds, and the timeline."""
    reader = viewer(request)
    member = queries.get_member_for(reader, pk)
    context = {
        "member": member,
        "positions": queries.positions_of(member),
        "grants": queries.grants_of(member),
        "seats": queries.seats_of(member),
        "absences": queries.absences_running(member),
        "withheld": queries.unmet_of(member),
        "today": clock.today(),
        "may_manage": reader.has_perm(MANAGE),
    }
    return render(request, "org/member_detail.html", context)


@require_POST
@requires(MANAGE)
def export_members(request: HttpRequest) -> HttpResponse:
    """The whole list as a workbook; who took it is on the trail."""
    rows = list(queries.export_rows())
    actions.note_export(by=viewer(request), count=len(rows))
    data = sheets.write_table("members", [*roster.heading(), *roster.more_heading()], rows)
    return workbook(data, f"members-{clock.today():%Y%m%d}.xlsx")


@require_GET
@requires(MANAGE)
def roster_template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """An empty list of members with the notes how to fill it in."""
    return workbook(
        sheets.write_table("members", roster.heading(), [], notes=[str(n) for n in roster.NOTES]),
        "members-template.xlsx",
    )


def workbook(data: bytes, name: str) -> HttpResponse:
    """A file to keep, never to be stored on the way."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=XLSX, headers=headers)
