"""Pages of the check-up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from masthead.accounts import actions, queries
from masthead.accounts.paper_forms import CheckupFilterForm
from masthead.accounts.sections import heat_rows
from masthead.accounts.views.pages import MANAGE, READ, viewer
from masthead.core.paging import page_of
from masthead.core.permissions import requires


@require_GET
@requires(READ)
def checkups(request: HttpRequest) -> HttpResponse:
    rows = queries.checkups_visible_to(viewer(request), request.GET.dict())
    page = page_of(rows, order=["score", "pk"], cursor=request.GET.get("cursor", ""))
    context = {
        "page": page,
        "rows": heat_rows(page.rows),
        "columns": queries.check_labels(),
        "form": CheckupFilterForm(request.GET),
        "figures": queries.checkup_figures(viewer(request)),
    }
    template = "accounts/checkups.html#rows" if request.headers.get("HX-Request") else "accounts/checkups.html"
    return render(request, template, context)


@require_POST
@requires(MANAGE)
def check_up(request: HttpRequest, pk: int) -> HttpResponse:
    account = queries.get_account_for(viewer(request), pk, MANAGE)
    actions.check_up(accounts=[account])
    messages.success(request, _("体检完成。"))
    return HttpResponseRedirect(f"{account.get_absolute_url()}?tab=checkup")
