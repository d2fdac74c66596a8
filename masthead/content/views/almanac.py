"""The marketing calendar: month, year, list; own dates; a topic out of a day."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from masthead.content import actions, forms, queries
from masthead.content.views.asking import ask
from masthead.content.views.topics import _member
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.core.permissions import requires

VIEWS = {"month": gettext_lazy("月"), "year": gettext_lazy("年"), "list": gettext_lazy("列表")}
ICONS = {"month": "calendar", "year": "table", "list": "layout-list"}
KEEP = queries.ALMANAC_KEEP


@requires(queries.ALMANAC_READ)
def almanac(request: HttpRequest) -> HttpResponse:
    """`?view=month|year|list&on=2026-12-01&kind=term&kind=festival`."""
    on, kinds = _day(request.GET.get("on", "")), forms.AlmanacFilter(request.GET).wanted()
    view = request.GET.get("view", "month")
    member = _member(request)
    context = queries.almanac_page(view if view in VIEWS else "month", on, kinds)
    context |= {
        "switch": _switch(request, context["view"], on),
        "may_keep": member.has_perm(KEEP),
        "may_propose": member.has_perm("content.topic.propose"),
        "units": forms.UnitInput(member=member).units.values(),
    }
    return render(request, "content/almanac.html", context)


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return day if 1902 <= day.year <= 2098 else clock.today()


def _switch(request: HttpRequest, view: str, on: dt.date) -> list[dict[str, Any]]:
    kinds = "".join(f"&kind={k}" for k in request.GET.getlist("kind"))
    return [
        {"label": label, "href": f"?view={key}&on={on}{kinds}", "current": key == view, "icon": ICONS[key]}
        for key, label in VIEWS.items()
    ]


@requires(queries.ALMANAC_READ)
def almanac_ics(request: HttpRequest) -> HttpResponse:
    """This year and the next as iCalendar, narrowed as the page is."""
    kinds = forms.AlmanacFilter(request.GET).wanted()
    data = queries.almanac_calendar(kinds, request.build_absolute_uri(reverse("content:almanac")))
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="almanac.ics"'
    return answer


@require_POST
@requires("content.topic.propose")
def almanac_topic(request: HttpRequest) -> HttpResponse:
    """One click: the day becomes a proposed topic."""
    member = _member(request)
    form = forms.UnitInput(request.POST, member=member)
    if not form.is_valid():
        raise BadInput(_("请选择部门。"), code="no_unit", clause="3.3.1")
    unit = form.units[form.cleaned_data["unit"]]
    on = _day(request.POST.get("on", ""))
    topic = actions.make_topic_of_day(key=request.POST.get("key", ""), on=on, unit=unit, by=member)
    messages.success(request, _("已提出选题，请补充角度和账号。"))
    return redirect("content:topic_edit", topic.pk)


@requires(queries.ALMANAC_READ)
def entry_list(request: HttpRequest) -> HttpResponse:
    context = {"rows": queries.own_entries(), "may_keep": _member(request).has_perm(KEEP), "crumbs": crumbs()}
    return render(request, "content/almanac_entries.html", context)


def crumbs(*more: str) -> list[dict[str, str]]:
    return [{"label": _("营销日历"), "href": reverse("content:almanac")}, *({"label": word} for word in more)]


@requires(KEEP)
def entry_new(request: HttpRequest) -> HttpResponse:
    form = forms.EntryInput(request.POST or None, initial={"on": request.GET.get("on", "")[:10]})
    return ask(
        request, form, lambda: actions.keep_entry(words=form.words(), by=_member(request)),
        template="content/almanac_entry.html", done=_("已加入营销日历"),
        after=lambda made: f"{reverse('content:almanac')}?on={made.on}", crumbs=crumbs(_("添加公司日期")),
    )  # fmt: skip


@requires(KEEP)
def entry_edit(request: HttpRequest, pk: int) -> HttpResponse:
    entry = queries.get_entry(pk)
    form = forms.EntryInput(request.POST or None, initial=forms.EntryInput.of(entry))
    return ask(
        request, form,
        lambda: actions.keep_entry(words=form.words(), by=_member(request), entry=entry),
        template="content/almanac_entry.html", done=_("已保存"), after=lambda _made: reverse("content:almanac_entries"), entry=entry, crumbs=crumbs(entry.name),
    )  # fmt: skip


@require_POST
@requires(KEEP)
def entry_drop(request: HttpRequest, pk: int) -> HttpResponse:
    actions.drop_entry(entry=queries.get_entry(pk), by=_member(request))
    messages.success(request, _("已从营销日历删除"))
    return redirect("content:almanac_entries")
