"""Taking members in, positions, roles, seats, leaving. All for those who hold org.manage."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.org import actions, queries
from masthead.org.forms import (
    AddMemberForm,
    AddUnitForm,
    DropFactorForm,
    GrantRoleForm,
    LeaveForm,
    PasswordForm,
    TakePositionForm,
    TakeSeatForm,
)
from masthead.org.models import Member
from masthead.org.views.members import viewer

GET_OR_POST = ("GET", "HEAD", "POST")


def _form_page(
    request: HttpRequest, form: Form, deed: Callable[[dict[str, Any]], Member | None], **words: Any
) -> HttpResponse:
    """Ask, check the shape, do the deed; what the action refuses by field stands beside the field (422)."""
    if request.method == "POST" and form.is_valid():
        try:
            member = deed(form.cleaned_data)
        except BadInput as refused:
            for name, lines in refused.fields.items():
                form.add_error(name if name in form.fields else None, lines)
            if not refused.fields:
                form.add_error(None, refused.message)
        else:
            messages.success(request, words["done"])
            return HttpResponseRedirect(reverse("org:member", args=[member.pk]) if member else words["back"])
    status = 422 if form.errors else 200
    return render(request, "org/form.html", {"form": form, **words}, status=status)


@require_http_methods(GET_OR_POST)
@requires("org.manage")
def add_member(request: HttpRequest) -> HttpResponse:
    """A new member with a first position."""
    by = viewer(request)

    def deed(given: dict[str, Any]) -> Member:
        return actions.take_in(**given, by=by)

    return _form_page(
        request,
        AddMemberForm(request.POST or None),
        deed,
        title=_("添加成员"),
        verb=_("添加成员"),
        done=_("已添加成员。"),
        back=reverse("org:members"),
    )


@require_http_methods(GET_OR_POST)
@requires("org.manage")
def add_unit(request: HttpRequest) -> HttpResponse:
    """A new department."""
    by = viewer(request)

    def deed(given: dict[str, Any]) -> None:
        actions.create_unit(name=given["name"], parent=given["parent"], by=by)

    return _form_page(
        request,
        AddUnitForm(request.POST or None),
        deed,
        title=_("设立部门"),
        verb=_("设立部门"),
        done=_("已设立部门。"),
        back=reverse("org:members"),
    )


@require_http_methods(GET_OR_POST)
@requires("org.manage")
def take_position(request: HttpRequest, pk: int) -> HttpResponse:
    """A further position of a member."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Member:
        return actions.take_position(member=member, **given, by=by).member

    return _member_form(request, TakePositionForm(request.POST or None), deed, member, _("安排岗位"), _("已安排岗位。"))


@require_http_methods(GET_OR_POST)
@requires("org.manage")
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    """A role for a member, within a department or company-wide."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Member:
        return actions.grant_role(member=member, role=given["role"], unit=given["unit"], by=by).member

    return _member_form(
        request, GrantRoleForm(request.POST or None), deed, member, _("授予角色"), _("已授予角色，立即生效。")
    )


@require_http_methods(GET_OR_POST)
@requires("org.manage")
def set_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new password for a member who forgot theirs."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Member:
        return actions.set_password(member=member, password=given["password"], by=by)

    return _member_form(
        request, PasswordForm(request.POST or None), deed, member, _("重设密码"), _("已重设密码，请告知本人。")
    )


@require_http_methods(GET_OR_POST)
@requires("org.manage")
def take_seat(request: HttpRequest) -> HttpResponse:
    """A seat in the management group."""
    by, back = viewer(request), reverse("org:group")

    def deed(given: dict[str, Any]) -> None:
        actions.take_seat(member=given["member"], seat=given["seat"], by=by)

    return _form_page(
        request,
        TakeSeatForm(request.POST or None),
        deed,
        title=_("安排小组席位"),
        verb=_("安排席位"),
        done=_("已安排席位。"),
        back=back,
    )


def _member_form(
    request: HttpRequest, form: Form, deed: Callable[[dict[str, Any]], Member], member: Member, verb: str, done: str
) -> HttpResponse:
    back = reverse("org:member", args=[member.pk])
    return _form_page(
        request, form, deed, title=f"{verb} · {member.name}", verb=verb, done=done, back=back, member=member
    )


@require_POST
@requires("org.manage")
def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back."""
    grant = actions.end_grant(grant=queries.get_grant_for(viewer(request), pk), by=viewer(request))
    messages.success(request, _("已收回角色「%(role)s」。") % {"role": _(grant.role.name)})
    return HttpResponseRedirect(reverse("org:member", args=[grant.member_id]))


@require_http_methods(GET_OR_POST)
@requires("org.manage")
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """A member leaves the company; asks for the reason."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Member:
        return actions.let_member_leave(member=member, reason=given["reason"], by=by)

    return _member_form(
        request, LeaveForm(request.POST or None), deed, member, _("办理离职"), _("已办理离职，登录立即停止。")
    )


@require_http_methods(GET_OR_POST)
@requires("org.manage")
def drop_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """A member lost the phone; asks for the reason."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Member:
        actions.drop_second_factor(member=member, reason=given["reason"], by=by)
        return member

    verb, done = _("解除两步验证"), _("已解除两步验证，请提醒本人重新启用。")
    return _member_form(request, DropFactorForm(request.POST or None), deed, member, verb, done)
