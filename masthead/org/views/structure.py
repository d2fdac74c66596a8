"""Departments as a tree, today or on any day; the management group."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core import clock
from masthead.core.permissions import requires
from masthead.org import actions, forms, queries
from masthead.org.models import Unit
from masthead.org.views.pages import GET_OR_POST, MANAGE, READ, form_page, viewer


def _day(request: HttpRequest) -> dt.date:
    """The day asked for in the address, today when it says nothing sensible."""
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()


@require_GET
@requires(READ)
def units(request: HttpRequest) -> HttpResponse:
    """The organisation on a day: every department with its heads and people."""
    reader, day = viewer(request), _day(request)
    nodes = queries.nodes_visible_to(reader, day)
    context = {"nodes": nodes, "day": day, "today": clock.today(), "may_manage": reader.has_perm(MANAGE)}
    return render(request, "org/units.html#tree" if request.headers.get("HX-Request") else "org/units.html", context)


@require_GET
@requires(READ)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One department: people and heads, what hangs below, what it was called before, what keeps it from being closed."""
    reader, day = viewer(request), clock.today()
    found, nodes = queries.get_unit_for(reader, pk), queries.nodes_visible_to(reader, day)
    context = {
        "unit": found,
        "node": next((n for n in nodes if n.unit_id == pk), None),
        "below": [n for n in nodes if n.parent_id == pk],
        "versions": queries.versions_of(found),
        "may_manage": reader.has_perm(MANAGE) and found.is_active,
    }
    return render(request, "org/unit.html", context)


def _unit_form(
    request: HttpRequest, form: Any, deed: Any, unit: Unit, verb: str, done: str, **words: Any
) -> HttpResponse:
    back = reverse("org:unit", args=[unit.pk])
    return form_page(request, form, deed, title=f"{verb} · {unit.name}", verb=verb, done=done, back=back, **words)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def add_unit(request: HttpRequest) -> HttpResponse:
    """A new department."""
    by, form = viewer(request), forms.AddUnitForm(request.POST or None, initial=request.GET.dict())

    def deed(given: dict[str, Any]) -> Unit:
        return actions.create_unit(name=given["name"], parent=given["parent"], by=by)

    verb, back = _("设立部门"), reverse("org:units")
    return form_page(request, form, deed, title=verb, verb=verb, done=_("已设立部门。"), back=back)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def change_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a department or give it another place."""
    by, unit = viewer(request), queries.get_unit_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Unit:
        return actions.change_unit(unit=unit, **given, by=by)

    form = forms.ChangeUnitForm(request.POST or None, initial={"name": unit.name, "order": unit.order})
    return _unit_form(request, form, deed, unit, _("修改部门"), _("已修改部门。"))


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def move_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hang a department under another one."""
    by, unit = viewer(request), queries.get_unit_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Unit:
        return actions.move_unit(unit=unit, **given, by=by)

    initial = {"parent": unit.parent_id, "seen_parent_id": unit.parent_id}
    form = forms.MoveUnitForm(request.POST or None, unit=unit, initial=initial)
    return _unit_form(request, form, deed, unit, _("移动部门"), _("已移动部门，下级一并移动。"))


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def close_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Dissolve a department; says first what is still there."""
    by, unit = viewer(request), queries.get_unit_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Unit:
        return actions.close_unit(unit=unit, reason=given["reason"], by=by)

    words = {"before_template": "org/_blockers.html", "blockers": queries.find_blockers(unit), "unit": unit}
    words["danger"] = True
    form = forms.CloseUnitForm(request.POST or None)
    return form_page(request, form, deed, title=_("撤销部门 · %(name)s") % {"name": unit.name}, verb=_("撤销部门"),
                     done=_("已撤销部门。"), back=reverse("org:units"), **words)  # fmt: skip


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def merge_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge a department into another."""
    by, unit = viewer(request), queries.get_unit_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Unit:
        return actions.merge_unit(unit=unit, **given, by=by)

    form = forms.MergeUnitForm(request.POST or None, unit=unit)
    return _unit_form(request, form, deed, unit, _("合并部门"), _("已合并，人员与角色一并转入。"), danger=True)


@require_GET
@requires(READ)
def group(request: HttpRequest) -> HttpResponse:
    """The management group of clause 2.1: who leads, who belongs, since when, and what is lacking."""
    context = {
        "group": queries.management_group(),
        "seats": queries.seats_today(),
        "coming": queries.seats_to_come(),
        "former": queries.seats_gone(),
        "heads": queries.heads_without_seat(),
        "lacks": queries.lacks_of_group(clock.today()),
        "may_manage": viewer(request).has_perm(MANAGE),
    }
    return render(request, "org/group.html", context)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def take_seat(request: HttpRequest) -> HttpResponse:
    """A seat in the management group."""
    by, form = viewer(request), forms.TakeSeatForm(request.POST or None, initial=request.GET.dict())

    def deed(given: dict[str, Any]) -> Any:
        return actions.take_seat(**given, by=by)

    words = {"title": _("安排小组席位"), "verb": _("安排席位"), "done": _("已安排席位。"), "back": reverse("org:group")}
    return form_page(request, form, deed, **words)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def change_leader(request: HttpRequest) -> HttpResponse:
    """A new leader takes over."""
    by, form = viewer(request), forms.ChangeLeaderForm(request.POST or None)

    def deed(given: dict[str, Any]) -> Any:
        return actions.change_leader(**given, by=by)

    words = {"title": _("更换组长"), "verb": _("更换组长"), "done": _("已更换组长。"), "back": reverse("org:group")}
    return form_page(request, form, deed, **words)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def change_group(request: HttpRequest) -> HttpResponse:
    """Name and founding of the group."""
    by, found = viewer(request), queries.management_group()

    def deed(given: dict[str, Any]) -> Any:
        return actions.change_group(**given, by=by)

    initial = {"name": found.name, "founded_on": found.founded_on} if found else {}
    words = {"title": _("小组信息"), "verb": _("保存"), "done": _("已保存。"), "back": reverse("org:group")}
    return form_page(request, forms.GroupForm(request.POST or None, initial=initial), deed, **words)


@require_POST
@requires(MANAGE)
def end_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """A member leaves the group."""
    actions.end_seat(seat=queries.get_seat(pk), by=viewer(request))
    messages.success(request, _("席位到今天为止。"))
    return HttpResponseRedirect(reverse("org:group"))
