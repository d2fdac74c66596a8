"""Pages of the account register."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.accounts import actions, queries
from masthead.accounts.connecting_presenters import connection_view
from masthead.accounts.forms import DETAILS, AccountFilterForm, ChangeForm, RegisterForm
from masthead.accounts.models import Account
from masthead.accounts.papers import DossierFacts
from masthead.accounts.presenters import secret_lines, status_moves
from masthead.accounts.sections import section_of
from masthead.accounts.states import AccountStatus
from masthead.core.errors import BadInput, NotThere
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.org.models import Member
from masthead.platforms.registry import connects

MANAGE = "accounts.account.manage"
GET_OR_POST = ("GET", "HEAD", "POST")


def _viewer(request: HttpRequest) -> Member:
    assert isinstance(request.user, Member)
    return request.user


@require_GET
@requires("accounts.account.read")
def account_list(request: HttpRequest) -> HttpResponse:
    member = _viewer(request)
    page = page_of(
        queries.account_rows(member, request.GET.dict()), order=["-pk"], cursor=request.GET.get("cursor", "")
    )
    context = {"page": page, "form": AccountFilterForm(request.GET), "may_manage": member.has_perm(MANAGE)}
    template = "accounts/account_list.html#rows" if request.headers.get("HX-Request") else "accounts/account_list.html"
    return render(request, template, context)


@require_GET
@requires("accounts.account.read")
def account_detail(request: HttpRequest, pk: int) -> HttpResponse:
    member = _viewer(request)
    account = queries.get_account_for(member, pk)
    context = {
        "account": account,
        # asked by the tab that shows them
        "connection": SimpleLazyObject(partial(connection_view, account)),
        "secrets": partial(secret_lines, account),
        "incident": queries.open_incident_of(account),
        "connectable": connects(account.platform.key),
        "moves": status_moves(account),
        "may_manage": queries.may_manage(member, account),
        "waiting": queries.open_request(account),
        "section": section_of(member, account, request.GET),
    }
    return render(request, "accounts/account_detail.html", context)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def register(request: HttpRequest) -> HttpResponse:
    member = _viewer(request)
    form = RegisterForm(request.POST or None, request.FILES or None)
    words = {"title": _("登记账号"), "verb": _("登记账号"), "back": reverse("accounts:list")}
    return _form_page(request, form, lambda given: _registered(given, member), _("账号已登记。"), words)


def _registered(given: dict[str, Any], by: Member) -> Account:
    """The form's words as the action wants them: own facts, dossier, and whether the account is still to be opened."""
    own = {name: given[name] for name in ("platform", *DETAILS)}
    facts = DossierFacts.of(given)
    dossier = None if facts == DossierFacts() else facts
    return actions.register_account(**own, is_new=given["opening"] == "new", dossier=dossier, by=by)


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    member = _viewer(request)
    account = queries.get_account_for(member, pk, MANAGE)
    form = ChangeForm(request.POST or None, initial={name: getattr(account, name) for name in DETAILS})
    words = {"title": _("变更账号信息"), "verb": _("保存变更"), "back": account.get_absolute_url(), "account": account}
    return _form_page(
        request,
        form,
        lambda given: actions.change_account(account=account, **given, by=member),
        _("变更已保存。"),
        words,
    )


@require_POST
@requires(MANAGE)
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    member = _viewer(request)
    account = queries.get_account_for(member, pk, MANAGE)
    actions.freeze_account(account=account, reason=request.POST.get("reason", ""), by=member)
    messages.success(request, _("账号已冻结，发布立即停止。"))
    return HttpResponseRedirect(account.get_absolute_url())


@require_POST
@requires(MANAGE)
def unfreeze(request: HttpRequest, pk: int) -> HttpResponse:
    member = _viewer(request)
    account = queries.get_account_for(member, pk, MANAGE)
    actions.unfreeze_account(account=account, reason=request.POST.get("reason", ""), by=member)
    messages.success(request, _("账号已解冻。"))
    return HttpResponseRedirect(account.get_absolute_url())


@require_POST
@requires(MANAGE)
def change_status(request: HttpRequest, pk: int, status: str) -> HttpResponse:
    member = _viewer(request)
    if status not in AccountStatus.values:
        raise NotThere(_("没有这种账号状态。"), code="status_not_there")
    account = queries.get_account_for(member, pk, MANAGE)
    to = AccountStatus(status)
    asked = actions.move_or_ask(account=account, status=to, reason=request.POST.get("reason", ""), by=member)
    done = _("申请已提交，等待部门负责人和组长审批。") if asked else _("账号状态已变更为「%(status)s」。")
    messages.success(request, done % {"status": to.label})
    return HttpResponseRedirect(account.get_absolute_url())


def _form_page(
    request: HttpRequest, form: Form, deed: Callable[[dict[str, Any]], Account], done: str, words: dict[str, Any]
) -> HttpResponse:
    """Ask, check the shape, do the deed; what the action refuses by field stands beside the field (422)."""
    if request.method == "POST" and form.is_valid():
        try:
            account = deed(form.cleaned_data)
        except BadInput as refused:
            for name, lines in (refused.fields or {"": [str(refused.message)]}).items():
                form.add_error(name if name in form.fields else None, lines)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(account.get_absolute_url())
    return render(request, "accounts/account_form.html", {"form": form, **words}, status=422 if form.errors else 200)
