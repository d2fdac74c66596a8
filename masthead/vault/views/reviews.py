"""Access reviews over HTTP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from masthead.core.errors import BadInput
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields
from masthead.vault import actions, queries
from masthead.vault.access_forms import DecideForm, EntryFilter, ReasonForm
from masthead.vault.access_presenters import review_page
from masthead.vault.models import ReviewCampaign
from masthead.vault.states import Decision
from masthead.vault.views.acting import member_of


@require_GET
@requires(queries.READ_ALL)
def reviews(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.campaigns(), order=("-opened_at", "-pk"), cursor=request.GET.get("cursor", ""))
    member = member_of(request)
    context = {
        "page": page,
        "blocks": queries.blocks_in_force()[:50],
        "may_decide": member.has_perm(queries.DECIDE),
        "may_open": member.has_perm(queries.DECIDE) and queries.may_open_review(),
    }
    return render(request, "vault/reviews.html", context)


@require_POST
@requires(queries.DECIDE)
def review_open(request: HttpRequest) -> HttpResponse:
    made = actions.open_review(by=member_of(request))
    messages.success(request, _("复核已开始，复核人已收到通知。"))
    return redirect(made)


def _show(request: HttpRequest, campaign: ReviewCampaign, form: DecideForm | None = None) -> HttpResponse:
    view, text = request.GET.get("view", ""), request.GET.get("q", "").strip()
    rows = queries.entries_of(campaign, view=view, text=text)
    page = page_of(rows, order=("pk",), cursor=request.GET.get("cursor", ""))
    context = review_page(member_of(request), campaign, page) | {"filters": EntryFilter(request.GET), "form": form}
    return render(request, "vault/review.html", context, status=422 if form and form.errors else 200)


@require_GET
@requires(queries.READ_ALL)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, queries.get_campaign(pk))


@require_POST
@requires(queries.DECIDE)
def review_decide(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, form = queries.get_campaign(pk), DecideForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        entries = queries.entries_by_key(campaign, given["entry"])
        decide = actions.keep_access if given["decision"] == Decision.KEEP else actions.revoke_access
        try:
            n = decide(entries=entries, reason=given["reason"], by=member_of(request))
        except BadInput as refusal:
            beside_fields(form, refusal)
        else:
            messages.success(request, _("已记录 %(n)d 条。") % {"n": n})
            return redirect(campaign)
    return _show(request, campaign, form)


@require_POST
@requires(queries.DECIDE)
def block_lift(request: HttpRequest, pk: int) -> HttpResponse:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.restore_access(block=queries.get_block(pk), reason=reason, by=member_of(request))
    messages.success(request, _("权限已恢复。"))
    return redirect("vault:reviews")
