"""Roles, what they allow, who holds them; account groups."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core.permissions import requires
from masthead.org import actions, forms, queries
from masthead.org.models import Role
from masthead.org.views.pages import GET_OR_POST, MANAGE, form_page, viewer

READ_ROLES = "org.role.read"


@require_GET
@requires(READ_ROLES)
def roles(request: HttpRequest) -> HttpResponse:
    """Every role with the people who hold it, and the matrix of capabilities."""
    found = queries.roles_page()
    active = [r for r in found if r.is_active]
    context = {"roles": found, "active": active, "may_manage": viewer(request).has_perm(MANAGE)}
    if request.GET.get("view") == "matrix":
        context["rooms"] = queries.whole_matrix(active)
    return render(request, "org/roles.html", context)


@require_GET
@requires(READ_ROLES)
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """One role: its capabilities room by room with clauses and conditions, and who holds it where."""
    found = queries.get_role(pk)
    rooms = [(room, [line for line in room.lines if line.held]) for room in queries.role_matrix(found)]
    context = {
        "role": found,
        "rooms": [(room, lines) for room, lines in rooms if lines],
        "holders": queries.holders_in_force(found),
        "may_manage": viewer(request).has_perm(MANAGE),
    }
    return render(request, "org/role.html", context)


def _role_form(request: HttpRequest, form: forms.RoleForm, deed: Any, **words: Any) -> HttpResponse:
    """The form with the boxes room by room; what was ticked stays ticked after a refusal."""
    ticked = set(form["capabilities"].value() or [])
    return form_page(
        request,
        form,
        deed,
        template="org/role_form.html",
        rooms=queries.role_matrix(),
        ticked=ticked,
        after=lambda made: reverse("org:role", args=[made.pk]),
        **words,
    )


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def add_role(request: HttpRequest) -> HttpResponse:
    """A new role, empty or after the model of another (`?copy=`)."""
    by, copy = viewer(request), request.GET.get("copy", "")
    model = queries.get_role(int(copy)) if copy.isdigit() else None
    form = forms.RoleForm(request.POST or None, initial=forms.role_initial(model, copied=True))

    def deed(given: dict[str, Any]) -> Role:
        return actions.create_role(**{k: given[k] for k in ("name", "note", "capabilities")}, by=by)

    words = {"title": _("新建角色"), "verb": _("新建角色"), "done": _("已新建角色。"), "back": reverse("org:roles")}
    return _role_form(request, form, deed, **words)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an own role."""
    by, found = viewer(request), queries.get_role(pk)
    form = forms.RoleForm(request.POST or None, initial=forms.role_initial(found))

    def deed(given: dict[str, Any]) -> Role:
        return actions.change_role(role=found, **given, by=by)

    title, done = _("修改角色 · %(name)s") % {"name": found.name}, _("已修改角色，对所有担任者立即生效。")
    return _role_form(
        request, form, deed, title=title, verb=_("保存"), done=done, back=reverse("org:role", args=[pk]), role=found
    )


@require_POST
@requires(MANAGE)
def retire_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own role out of use."""
    actions.retire_role(role=queries.get_role(pk), by=viewer(request))
    messages.success(request, _("已停用角色。"))
    return HttpResponseRedirect(reverse("org:roles"))


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def account_groups(request: HttpRequest) -> HttpResponse:
    """Groups of platform accounts that roles can be limited to; a new one."""
    by, back = viewer(request), reverse("org:account_groups")

    def deed(given: dict[str, Any]) -> Any:
        return actions.create_account_group(name=given["name"], by=by)

    context = {"groups": queries.account_groups(), "people": queries.people_of_groups()}
    words = {"template": "org/account_groups.html", "done": _("已建立账号组。"), "back": back, **context}
    return form_page(request, forms.AccountGroupForm(request.POST or None), deed, **words)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def rename_account_group(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name for an account group."""
    by, found = viewer(request), queries.get_account_group(pk)

    def deed(given: dict[str, Any]) -> Any:
        return actions.rename_account_group(group=found, name=given["name"], by=by)

    form = forms.AccountGroupForm(request.POST or None, initial={"name": found.name})
    words = {"title": _("修改账号组"), "verb": _("保存"), "done": _("已保存。"), "back": reverse("org:account_groups")}
    return form_page(request, form, deed, **words)
