"""Absences with their delegates; the business calendar and office hours."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core import clock
from masthead.core.errors import NotThere, RuleBroken
from masthead.core.permissions import for_every_member, requires
from masthead.core.refusals import beside_fields
from masthead.org import actions, forms, notice, queries, sheets
from masthead.org.views.pages import GET_OR_POST, MANAGE, form_page, viewer

FIRST_YEAR, LAST_YEAR = 2004, 2100


@require_GET
@for_every_member
def absences(request: HttpRequest) -> HttpResponse:
    """What one has handed over or taken over; for who manages the organisation also everybody's."""
    member = viewer(request)
    may_manage = member.has_perm(MANAGE)
    context = {
        "rows": queries.absences_of(member),
        "others": queries.all_absences_running()[:100] if may_manage else [],
        "today": clock.today(),
        "may_manage": may_manage,
    }
    return render(request, "org/absences.html", context)


@require_http_methods(GET_OR_POST)
@for_every_member
def add_absence(request: HttpRequest) -> HttpResponse:
    """Name a delegate for an absence."""
    by = viewer(request)
    form = forms.AbsenceForm(request.POST or None, by=by, initial={"start_on": clock.today(), **request.GET.dict()})

    def deed(_given: dict[str, Any]) -> Any:
        return actions.delegate_duties(**form.deed(), by=by)

    done = _("已办理缺勤委托，到期自动结束。")
    words = {"title": _("办理缺勤委托"), "verb": _("确认委托"), "done": done, "back": reverse("org:absences")}
    return form_page(request, form, deed, **words)


@require_POST
@for_every_member
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Back early."""
    actions.end_absence(absence=queries.get_absence_for(viewer(request), pk), by=viewer(request))
    messages.success(request, _("委托已结束。"))
    return HttpResponseRedirect(reverse("org:absences"))


def _year(text: str) -> int:
    """A year for which a calendar makes sense. Raises NotThere."""
    if not text.isdigit() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise NotThere(_("没有这一年的日历。"), code="year_not_there")
    return int(text)


@require_GET
@for_every_member
def calendar(request: HttpRequest) -> HttpResponse:
    """A year as a calendar with the kinds of its days, the company's own days and the office hours."""
    number = _year(request.GET.get("year", "") or str(clock.today().year))
    context = {
        "year": queries.year_page(number),
        "years": queries.known_years(),
        "hours": queries.all_office_hours(),
        "spans": queries.office_spans(clock.today()),
        "today": clock.today(),
        "may_manage": viewer(request).has_perm(MANAGE),
    }
    return render(request, "org/calendar.html", context)


@require_POST
@requires(MANAGE)
def import_year(request: HttpRequest, year: int) -> HttpResponse:
    """Fill a year from what the software knows as published."""
    if actions.import_calendar_year(year=_year(str(year)), by=viewer(request)):
        messages.success(request, _("已导入 %(year)d 年的安排。") % {"year": year})
    else:
        messages.warning(request, _("软件里还没有 %(year)d 年的安排，请粘贴通知。") % {"year": year})
    return HttpResponseRedirect(f"{reverse('org:calendar')}?year={year}")


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def import_notice(request: HttpRequest, year: int) -> HttpResponse:
    """Next year's notice, pasted or uploaded: first read and shown, then confirmed."""
    form = forms.NoticeForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "year": _year(str(year)), "back": f"{reverse('org:calendar')}?year={year}"}
    if request.method == "POST" and form.is_valid():
        try:
            context["notice"] = found = _read_notice(form.cleaned_data, year)
            if "confirm" in request.POST:
                actions.import_notice(notice=found, source=form.cleaned_data["source"], by=viewer(request))
                messages.success(request, _("已导入 %(year)d 年的安排。") % {"year": year})
                return HttpResponseRedirect(context["back"])
        except RuleBroken as refused:
            beside_fields(form, refused)
    return render(request, "org/notice.html", context, status=422 if form.errors else 200)


def _read_notice(given: dict[str, Any], year: int) -> notice.Notice:
    if upload := given["file"]:
        return notice.read_rows(sheets.read_table(upload.read(), upload.name or "").rows, year)
    return notice.read_notice(given["text"], year)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def own_day(request: HttpRequest) -> HttpResponse:
    """The company does otherwise than published."""
    by, form = viewer(request), forms.OwnDayForm(request.POST or None, initial=request.GET.dict())

    def deed(given: dict[str, Any]) -> Any:
        return actions.set_own_day(**given, by=by)

    words = {
        "title": _("公司自定日"),
        "verb": _("保存"),
        "done": _("已设置公司自定日。"),
        "back": reverse("org:calendar"),
    }
    return form_page(request, form, deed, **words)


@require_POST
@requires(MANAGE)
def drop_own_day(request: HttpRequest, day: str) -> HttpResponse:
    """The day is again what was published."""
    try:
        on = dt.date.fromisoformat(day)
    except ValueError:
        raise NotThere(_("没有这一天。"), code="day_not_there") from None
    actions.drop_own_day(on=on, by=viewer(request))
    messages.success(request, _("已恢复为公布的安排。"))
    return HttpResponseRedirect(f"{reverse('org:calendar')}?year={on.year}")


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def office_hours(request: HttpRequest) -> HttpResponse:
    """Office hours from a day on."""
    by, form = viewer(request), forms.OfficeHoursForm(request.POST or None, initial=forms.office_hours_initial())

    def deed(given: dict[str, Any]) -> Any:
        return actions.set_office_hours(spans=form.spans(), start_on=given["start_on"], note=given["note"], by=by)

    words = {"title": _("办公时间"), "verb": _("保存"), "done": _("已调整办公时间。"), "back": reverse("org:calendar")}
    return form_page(request, form, deed, **words)
