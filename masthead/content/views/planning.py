"""Planning meetings over HTTP: series, meetings, the live page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from masthead.collab import queries as collab
from masthead.content import actions, forms, queries
from masthead.content.views.asking import ask, back_to, member_of
from masthead.core.errors import Stale
from masthead.core.permissions import requires

GET_OR_POST = ["GET", "HEAD", "POST"]


@requires("content.topic.read")
def planning(request: HttpRequest) -> HttpResponse:
    """Meetings, newest first, and the series that make them."""
    member = member_of(request)
    context = {
        "page": queries.planning_page(member, request.GET.get("state", ""), request.GET.get("cursor", "")),
        "series": queries.series_with_next(member),
        "figures": queries.planning_figures(member),
        "may_call": member.has_perm("content.topic.decide") and member.has_perm(collab.MEETING_MANAGE),
    }
    return render(request, "content/planning.html", context)


@require_http_methods(GET_OR_POST)
@requires("content.topic.decide")
def series_new(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    form = forms.SeriesInput(request.POST or None, member=member)

    def make() -> object:
        return actions.set_series(by=member, **form.cleaned_data)

    words = {"to": "content:planning", "crumbs": queries.planning_crumbs()}
    return ask(request, form, make, template="content/series_form.html", done=_("已设置，到期自动召集。"), **words)


@require_http_methods(GET_OR_POST)
@requires("content.topic.decide")
def series_edit(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    series = queries.get_series_for(member, pk)
    form = forms.SeriesInput(request.POST or None, member=member, instance=series)

    def change() -> object:
        kept = queries.get_series_for(member, pk)
        return actions.set_series(by=member, series=kept, **form.cleaned_data)

    words = {"to": "content:planning", "series": series, "crumbs": queries.planning_crumbs()}
    return ask(request, form, change, template="content/series_form.html", done=_("已保存。"), **words)


@require_POST
@requires("content.topic.decide")
def series_pause(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    series = queries.get_series_for(member, pk)
    actions.pause_series(series=series, on=series.paused_at is None, by=member)
    return redirect("content:planning")


@require_http_methods(GET_OR_POST)
@requires("content.topic.decide")
def planning_new(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    form = forms.PlanningInput(request.POST or None, member=member)

    def call() -> object:
        return actions.call_planning_meeting(by=member, **form.cleaned_data)

    words = {"crumbs": queries.planning_crumbs()}
    return ask(request, form, call, template="content/planning_form.html", done=_("已召集，通知已发出。"), **words)


@requires("content.topic.read")
def planning_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that is projected: agenda left, the line that is talked about large."""
    member = member_of(request)
    found = queries.get_planning_for(member, pk)
    context = queries.live_page(member, found, request.GET.get("line", ""))
    context["form"] = forms.LineInput()
    return render(request, "content/planning_meeting.html", context)


@require_POST
@requires("content.topic.read")
def line_decide(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """One line, one decision: the same deed as on the topic's page."""
    member = member_of(request)
    found = queries.get_planning_for(member, pk)
    row, form = queries.get_line_of(found, line), forms.LineInput(request.POST)
    if form.is_valid():
        actions.decide_line(planning=found, line=row, by=member, **form.cleaned_data)
        return back_to(request, found)
    messages.error(request, _("请检查日期和负责人。"))
    return back_to(request, found)


@require_POST
@requires("content.topic.read")
def line_words(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Keystrokes of the scribe; a script gets the new serial, or what another scribe wrote."""
    member = member_of(request)
    found = queries.get_planning_for(member, pk)
    row, words = queries.get_line_of(found, line), request.POST.get("words", "")
    serial = int(request.POST.get("serial", "")) if request.POST.get("serial", "").isdecimal() else 0
    try:
        row = actions.keep_words(planning=found, line=row, words=words, serial=serial, by=member)
    except Stale as refusal:
        if "json" not in request.headers.get("Accept", ""):
            raise
        return JsonResponse({"message": str(refusal.message), "words": row.words, "serial": row.serial}, status=409)
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse({"serial": row.serial})
    return back_to(request, found)


@require_POST
@requires("content.topic.read")
def planning_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Add a line, gather the agenda anew, make the minutes."""
    member = member_of(request)
    found = queries.get_planning_for(member, pk)
    if deed == "line":
        actions.add_agenda_line(planning=found, title=request.POST.get("title", ""), by=member)
    elif deed == "assemble":
        n = actions.assemble_agenda(planning=found, by=member)
        messages.success(request, _("新增 %(n)d 项议题。") % {"n": n})
    else:
        return redirect(actions.compose_minutes(planning=found, by=member))
    return back_to(request, found)


@requires("content.topic.read")
def meeting_planning(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel on a meeting's page; empty for meetings that plan nothing."""
    member = member_of(request)
    found = queries.planning_of(member, collab.get_meeting_for(member, pk))
    context = {"planning": found, "hall": queries.hall_of(found) if found else None}
    part = "#panel" if request.headers.get("HX-Request") else ""
    return render(request, f"content/meeting_planning.html{part}", context)
