"""Pages of positioning: all accounts, the matrix, one account's sheet with its versions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.accounts import actions, queries
from masthead.accounts.models import Account, PositioningSheet
from masthead.accounts.positioning import SheetState
from masthead.accounts.positioning_forms import PositioningForm
from masthead.approvals import queries as approval_queries
from masthead.core.errors import BadInput
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.org.models import Member
from masthead.org.queries import may

READ = "accounts.account.read"
DRAFT = "accounts.positioning.draft"
STATES = (("current", gettext_lazy("有效")), ("expired", gettext_lazy("已过期")), ("missing", gettext_lazy("未定位")))


class StateForm(forms.Form):
    """The bar above the list."""

    state = forms.ChoiceField(label=gettext_lazy("定位"), required=False, choices=[("", gettext_lazy("全部")), *STATES])


def _viewer(request: HttpRequest) -> Member:
    assert isinstance(request.user, Member)
    return request.user


@require_GET
@requires(READ)
def overview(request: HttpRequest) -> HttpResponse:
    member, wanted = _viewer(request), request.GET
    rows = queries.accounts_to_position(member, wanted.get("state", ""))
    page = page_of(rows, order=["-pk"], cursor=wanted.get("cursor", ""))
    states = queries.positioning_state([a.pk for a in page.rows])
    context = {
        "page": page,
        "rows": [(a, states[a.pk]) for a in page.rows],
        "form": StateForm(wanted),
        "counts": queries.positioning_counts(member),
    }
    template = (
        "accounts/positioning_list.html#rows" if request.headers.get("HX-Request") else "accounts/positioning_list.html"
    )
    return render(request, template, context)


@require_GET
@requires(READ)
def matrix(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/matrix.html", {"matrix": queries.matrix_of(_viewer(request))})


@require_GET
@requires(READ)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    account = queries.get_account_for(_viewer(request), pk)
    sheets = queries.sheets_of(account)
    shown = next((s for s in sheets if s.state == SheetState.IN_FORCE), sheets[0] if sheets else None)
    return _sheet_page(request, account, sheets, shown)


@require_GET
@requires(READ)
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    account = queries.get_account_for(_viewer(request), pk)
    return _sheet_page(request, account, queries.sheets_of(account), queries.get_version(account, number))


@require_GET
@requires(READ)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    account = queries.get_account_for(_viewer(request), pk)
    context = {"account": account, "standing": queries.positioning_state([pk])[pk]}
    return render(request, "accounts/_positioning_card.html", context)


@require_http_methods(("GET", "HEAD", "POST"))
@requires(DRAFT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    member = _viewer(request)
    account = queries.get_account_for(member, pk, DRAFT)
    newest = next((s for s in queries.sheets_of(account) if s.state != SheetState.REJECTED), None)
    form = PositioningForm(request.POST or None, account=account, member=member, sheet=newest)
    if request.method == "POST" and form.is_valid() and (made := _saved(form, account, member)):
        messages.success(request, _("定位表已保存，核对后提交审批。"))
        return HttpResponseRedirect(made.get_absolute_url())
    context = {"form": form, "account": account, "back": reverse("accounts:positioning_sheet", args=[pk])}
    return render(request, "accounts/positioning_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(DRAFT)
def submit(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    member = _viewer(request)
    found = queries.get_version(queries.get_account_for(member, pk, DRAFT), number)
    actions.submit_positioning(sheet=found, by=member)
    messages.success(request, _("已提交部门负责人审批。"))
    return HttpResponseRedirect(found.get_absolute_url())


def _saved(form: PositioningForm, account: Account, member: Member) -> PositioningSheet | None:
    """None when the action refused; its words stand beside the fields."""
    try:
        return actions.save_positioning(account=account, positioning=form.positioning, by=member)
    except BadInput as refused:
        for name, lines in (refused.fields or {"": [str(refused.message)]}).items():
            form.add_error(name if name in form.fields else None, lines)
    return None


def _sheet_page(
    request: HttpRequest, account: Account, sheets: list[PositioningSheet], shown: PositioningSheet | None
) -> HttpResponse:
    member = _viewer(request)
    before = queries.previous_of(shown) if shown else None
    context: dict[str, Any] = {
        "account": account,
        "sheets": sheets,
        "sheet": shown,
        "lines": queries.told(shown) if shown else [],
        "changes": queries.differences(before, shown) if before and shown else [],
        "before": before,
        "standing": queries.positioning_state([account.pk])[account.pk],
        "case": approval_queries.latest_case(queries.SHEET_KIND, shown.pk) if shown else None,
        "may_draft": may(member, DRAFT, unit_id=account.unit_id, account_group_id=account.account_group_id),
        "open": next((s for s in sheets if s.state in queries.OPEN_SHEETS), None),
    }
    return render(request, "accounts/positioning_sheet.html", context)
