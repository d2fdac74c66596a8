"""Pages of connecting: the form, the test, the way to the platform and back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.accounts import actions, queries
from masthead.accounts.connecting_forms import ConnectForm
from masthead.accounts.connecting_presenters import connection_view
from masthead.accounts.models import Account, Authorisation
from masthead.accounts.states import AuthorisationState
from masthead.core.errors import BadInput, DomainError, RuleBroken
from masthead.core.permissions import requires
from masthead.org.models import Member
from masthead.platforms.registry import connector_for

MANAGE = "accounts.account.manage"


def _viewer(request: HttpRequest) -> Member:
    assert isinstance(request.user, Member)
    return request.user


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def connect(request: HttpRequest, pk: int) -> HttpResponse:
    account = queries.get_account_for(_viewer(request), pk, MANAGE)
    setup = connector_for(account.platform.key).setup
    form = ConnectForm(request.POST or None, account=account, setup=setup)
    if request.method == "POST" and form.is_valid() and _kept(request, account, form):
        return HttpResponseRedirect(account.get_absolute_url())
    context = {"form": form, "account": account, "setup": setup, "redirect_uri": queries.redirect_address()}
    return render(request, "accounts/connect.html", context, status=422 if form.errors else 200)


@require_POST
@requires(MANAGE)
def test_connection(request: HttpRequest, pk: int) -> HttpResponse:
    member = _viewer(request)
    account = queries.get_account_for(member, pk, MANAGE)
    report = actions.test_connection(account=account, by=member)
    if request.headers.get("HX-Request"):
        context = {"account": account, "connection": connection_view(account), "may_manage": True}
        response = render(request, "accounts/_connection.html", context)
        response["HX-Trigger"] = "accounts:connection:tested"
        return response
    messages.add_message(request, messages.SUCCESS if report.ok else messages.ERROR, report.message)
    return HttpResponseRedirect(account.get_absolute_url())


@require_POST
@requires(MANAGE)
def authorise(request: HttpRequest, pk: int) -> HttpResponse:
    """Off to the platform; the answer comes back to `authorised`."""
    member = _viewer(request)
    account = queries.get_account_for(member, pk, MANAGE)
    session = request.session.session_key or ""
    return HttpResponseRedirect(actions.send_to_platform(account=account, session=session, by=member))


@require_GET
@requires(MANAGE)
def authorised(request: HttpRequest) -> HttpResponse:
    """Every platform sends people back here; without a state somebody only opened the address."""
    state = request.GET.get("state", "")
    if not state:
        return render(request, "accounts/authorised.html")
    ticket = actions.come_back(
        state=state,
        code=request.GET.get("code", ""),
        refused=request.GET.get("error", "")[:80],
        session=request.session.session_key or "",
        by=_viewer(request),
    )
    return _after(request, ticket)


@require_POST
@requires(MANAGE)
def other_user(request: HttpRequest, pk: int, answer: str) -> HttpResponse:
    """Yes or no to another platform user than before."""
    member = _viewer(request)
    ticket = queries.authorisation_to_confirm(queries.get_account_for(member, pk, MANAGE))
    if ticket is None:
        raise RuleBroken(_("没有等待确认的授权。"), code="authorisation_not_there", clause="3.2.2")
    if answer == "yes":
        return _after(request, actions.confirm_other_user(ticket=ticket, by=member))
    return _after(request, actions.fail_authorisation(ticket=ticket, note=_("没有同意更换平台账号。"), by=member))


def _after(request: HttpRequest, ticket: Authorisation) -> HttpResponse:
    """A grant is tested at once; what the platform says stands on the account's page."""
    if ticket.state == AuthorisationState.DONE:
        _test_at_once(request, ticket.account)
    elif ticket.state == AuthorisationState.CONFIRM:
        messages.warning(request, _("授权的平台账号与原来不同，请核对后确认。"))
    else:
        messages.error(request, ticket.note)
    return HttpResponseRedirect(ticket.account.get_absolute_url())


def _test_at_once(request: HttpRequest, account: Account) -> None:
    try:
        report = actions.test_connection(account=queries.get_account(account.pk), by=_viewer(request))
    except DomainError as refused:
        messages.warning(request, _("授权已保存。%(why)s") % {"why": refused.message})
    else:
        messages.add_message(request, messages.SUCCESS if report.ok else messages.ERROR, report.message)


def _kept(request: HttpRequest, account: Account, form: ConnectForm) -> bool:
    """Do the deed; what the action refuses by field stands beside the field."""
    given: dict[str, Any] = form.given()
    try:
        actions.connect_account(account=account, **given, by=_viewer(request))
    except BadInput as refused:
        for name, lines in (refused.fields or {"": [str(refused.message)]}).items():
            form.add_error(name if name in form.fields else None, lines)
        return False
    done = _("接入信息已保存，请前往平台授权。") if form.setup.oauth else _("接入信息已保存，请测试连接。")
    messages.success(request, done)
    return True
