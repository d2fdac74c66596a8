"""Deeds on members: taking in, positions, roles, leaving and returning. All for those who hold org.manage."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from masthead.core.permissions import requires
from masthead.org import actions, forms, queries
from masthead.org.models import Member
from masthead.org.views.pages import GET_OR_POST, MANAGE, form_page, member_form, viewer


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def add_member(request: HttpRequest) -> HttpResponse:
    """A new member with a first position."""
    by, form = viewer(request), forms.AddMemberForm(request.POST or None, initial=request.GET.dict())

    def deed(given: dict[str, Any]) -> Member:
        return actions.take_in(**{**given, "password": given["password"] or None}, by=by)

    verb, back = _("添加成员"), reverse("org:members")
    return form_page(request, form, deed, title=verb, verb=verb, done=_("已添加成员。"), back=back)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def change_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the facts of a member."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)
    facts = {name: getattr(member, name) for name in ("name", "username", "email", "phone")}

    def deed(given: dict[str, Any]) -> Member:
        return actions.change_member(member=member, **given, by=by)

    form = forms.ChangeMemberForm(request.POST or None, initial=facts)
    return member_form(request, form, deed, member, _("编辑资料"), _("已保存资料。"))


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """A member changes department."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Any:
        return actions.transfer_member(member=member, **given, by=by)

    done = _("已办理调岗。角色不会随岗位变动，请检查下方角色是否仍合适。")
    return member_form(request, forms.TransferForm(request.POST or None), deed, member, _("办理调岗"), done)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def take_position(request: HttpRequest, pk: int) -> HttpResponse:
    """A further position of a member."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Any:
        return actions.take_position(member=member, **given, by=by)

    form = forms.TakePositionForm(request.POST or None, initial=request.GET.dict())
    return member_form(request, form, deed, member, _("安排岗位"), _("已安排岗位。"))


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def change_position(request: HttpRequest, pk: int) -> HttpResponse:
    """Another title or standing from a day on."""
    by, position = viewer(request), queries.get_position_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Any:
        return actions.change_position(position=position, **given, by=by)

    form = forms.ChangePositionForm(
        request.POST or None, initial={"title": position.title, "is_head": position.is_head}
    )
    return member_form(request, form, deed, position.member, _("修改岗位"), _("已修改岗位。"))


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def end_position(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a position."""
    by, position = viewer(request), queries.get_position_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Any:
        return actions.end_position(position=position, **given, by=by)

    form = forms.EndPositionForm(request.POST or None)
    return member_form(request, form, deed, position.member, _("结束岗位"), _("已结束岗位。"))


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    """A role for a member, within a department, an account group or company-wide."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Any:
        return actions.grant_role(member=member, **given, by=by)

    form = forms.GrantRoleForm(request.POST or None, initial=request.GET.dict())
    return member_form(request, form, deed, member, _("授予角色"), _("已授予角色，立即生效。"))


@require_POST
@requires(MANAGE)
def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back."""
    grant = actions.end_grant(grant=queries.get_grant_for(viewer(request), pk), by=viewer(request))
    messages.success(request, _("已收回角色「%(role)s」。") % {"role": _(grant.role.name)})
    return HttpResponseRedirect(reverse("org:member", args=[grant.member_id]))


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def set_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new password for a member who forgot theirs."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Member:
        return actions.set_password(member=member, password=given["password"], by=by)

    form = forms.PasswordForm(request.POST or None)
    return member_form(request, form, deed, member, _("重设密码"), _("已重设密码，请告知本人。"))


@never_cache
@require_POST
@requires(MANAGE)
def setup_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A link by which the member sets the password alone; shown once."""
    member = queries.get_member_for(viewer(request), pk)
    path = actions.make_setup_link(member=member, by=viewer(request))
    context = {"letters": [(member, request.build_absolute_uri(path))], "back": reverse("org:member", args=[pk])}
    return render(request, "org/letters.html", context)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """A member leaves the company: the list of what ends and what must be handed over, then the reason."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Member:
        return actions.let_member_leave(member=member, **given, by=by)

    form, duties = forms.LeaveForm(request.POST or None, member=member), queries.holdings_of(member)
    words = {"before_template": "org/_duties.html", "duties": duties}
    return member_form(request, form, deed, member, _("办理离职"), _("已办理离职，登录立即停止。"), **words)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def return_member(request: HttpRequest, pk: int) -> HttpResponse:
    """A former member comes back."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Member:
        return actions.return_member(member=member, **given, by=by)

    done = _("已办理返岗。请生成设置密码的链接，并重新授予角色。")
    return member_form(request, forms.TransferForm(request.POST or None), deed, member, _("办理返岗"), done)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def drop_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """A member lost the phone; asks for the reason."""
    by, member = viewer(request), queries.get_member_for(viewer(request), pk)

    def deed(given: dict[str, Any]) -> Member:
        actions.drop_second_factor(member=member, reason=given["reason"], by=by)
        return member

    verb, done = _("解除两步验证"), _("已解除两步验证，请提醒本人重新启用。")
    return member_form(request, forms.DropFactorForm(request.POST or None), deed, member, verb, done)
