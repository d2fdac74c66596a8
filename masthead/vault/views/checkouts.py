"""Check-outs over HTTP: list, request, detail, the one look, return."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core.errors import BadInput, NotThere
from masthead.core.paging import page_of
from masthead.core.permissions import for_every_member
from masthead.core.refusals import beside_fields
from masthead.org.second_factor import recently_shown
from masthead.vault import actions, queries
from masthead.vault.access_forms import CheckoutFilter, CheckoutForm
from masthead.vault.access_presenters import as_download, checkout_page, held_back, tabs_of
from masthead.vault.states import Mode
from masthead.vault.views.acting import GET_OR_POST, ask_factor, form_page, member_of


@require_GET
@for_every_member
def checkouts(request: HttpRequest) -> HttpResponse:
    member, asked = member_of(request), request.GET
    view = asked.get("view") if asked.get("view") in ("waiting", "all") else "mine"
    rows = queries.checkout_rows(member, view=str(view), text=asked.get("q", "").strip(), state=asked.get("state", ""))
    page = page_of(rows, order=("-asked_at", "-pk"), cursor=asked.get("cursor", ""))
    context = {"page": page, "view": view, "tabs": tabs_of(member, str(view)), "form": CheckoutFilter(asked)}
    fragment = "#rows" if request.headers.get("HX-Request") else ""
    return render(request, f"vault/checkouts.html{fragment}", context)


@require_http_methods(GET_OR_POST)
@for_every_member
def checkout_new(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    form = CheckoutForm(request.POST or None, member=member, initial={"secret": request.GET.get("secret")})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_checkout(**form.cleaned_data, by=member)
        except BadInput as refusal:
            beside_fields(form, refusal)
        else:
            messages.success(request, _("已提交，审批人已收到通知。"))
            return redirect(made)
    return form_page(request, "vault/checkout_form.html", form)


@require_GET
@for_every_member
def checkout(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    return render(request, "vault/checkout.html", checkout_page(member, queries.get_checkout_for(member, pk)))


@require_POST
@for_every_member
@sensitive_variables("shown")
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    thing = queries.get_checkout_for(member, pk)
    mine = thing.requester_id == member.pk
    if mine and (to_factor := ask_factor(request, thing.get_absolute_url())):
        return to_factor
    shown = actions.reveal_secret(checkout=thing, factor_shown=recently_shown(request), by=member)
    if thing.mode == Mode.FILE:
        return held_back(as_download(thing, shown.text))
    return held_back(render(request, "vault/reveal.html", {"checkout": thing, "shown": shown, "member": member}))


@require_POST
@for_every_member
def checkout_deed(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    member = member_of(request)
    thing = queries.get_checkout_for(member, pk)
    if deed == "return":
        actions.return_checkout(checkout=thing, by=member)
        messages.success(request, _("已归还。"))
    elif deed == "withdraw":
        actions.withdraw_checkout(checkout=thing, by=member)
        messages.success(request, _("已撤回。"))
    else:
        raise NotThere(_("没有这个操作。"), code="deed_not_there")
    return redirect(thing)


@require_GET
@for_every_member
def custody_panel(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    member = member_of(request)
    context = {
        "owner": queries.get_owner_for(member, kind, pk),
        "rows": queries.checkouts_of_owner(kind, pk)[:5],
        "may_ask": queries.may_ask_of(member, kind, pk),
    }
    fragment = "#panel" if request.headers.get("HX-Request") else ""
    return render(request, f"vault/custody_panel.html{fragment}", context)
