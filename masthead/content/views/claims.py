"""The claims of a draft, the register, the declaration."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, forms, queries
from masthead.content.models import Claim, Declared, Draft
from masthead.content.views.topics import _member
from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields


@requires("content.draft.read")
def claim_register(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    filters = forms.ClaimFilterInput(request.GET)
    page = queries.register_page(member, request.GET.get("cursor", ""), **filters.wanted())
    return render(
        request, "content/claim_register.html", {"filters": filters, "page": page, "share": queries.share_of(member)}
    )


@requires("content.draft.read")
def claims_panel(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    return render(request, "content/_claims_panel.html", queries.claims_page(member, queries.get_draft_for(member, pk)))


@requires("content.draft.read")
def claim_list(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    return _page(request, queries.get_draft_for(member, pk))


def _page(request: HttpRequest, draft: Draft, claim: Claim | None = None, form: object = None) -> HttpResponse:
    context = queries.claims_page(_member(request), draft) | {
        "source": forms.ClaimSourceInput(),
        "reason": forms.ClaimReasonInput(),
        "adding": forms.ClaimInput(),
        "failed": claim.pk if claim else 0,
        "failed_form": form,
    }
    return render(request, "content/claims.html", context, status=422 if form is not None else 200)


@requires("content.draft.write")
@require_POST
def claim_source(request: HttpRequest, pk: int, claim_pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    claim, form = queries.get_claim(draft, claim_pk), forms.ClaimSourceInput(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, draft, claim, form)
    upload, given = form.cleaned_data["file"], form.cleaned_data
    data, name = (upload.read(), upload.name) if upload else (None, "")
    try:
        actions.source_claim(claim=claim, url=given["url"], file=data, file_name=name, note=given["note"], by=member)
    except BadInput as error:
        beside_fields(form, error, field="file" if data else "")
        return _page(request, draft, claim, form)
    messages.success(request, _("来源已登记。"))
    return redirect("content:claims", draft.pk)


@requires("content.draft.write")
@require_POST
def claim_dismiss(request: HttpRequest, pk: int, claim_pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    claim = queries.get_claim(draft, claim_pk)
    actions.dismiss_claim(claim=claim, reason=request.POST.get("reason", ""), by=member)
    messages.success(request, _("已写明理由，审核人员会看到。"))
    return redirect("content:claims", draft.pk)


@requires("content.draft.write")
@require_POST
def claim_reopen(request: HttpRequest, pk: int, claim_pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    actions.reopen_claim(claim=queries.get_claim(draft, claim_pk), by=member)
    return redirect("content:claims", draft.pk)


@requires("content.draft.write")
@require_POST
def claim_add(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft, form = queries.get_draft_for(member, pk, "content.draft.write"), forms.ClaimInput(request.POST)
    if form.is_valid():
        try:
            actions.add_claim(draft=draft, by=member, **form.cleaned_data)
            return redirect("content:claims", draft.pk)
        except BadInput as error:
            beside_fields(form, error, field="quote")
    context = queries.claims_page(member, draft) | {"adding": form, "source": forms.ClaimSourceInput(), "failed": 0}
    return render(request, "content/claims.html", context, status=422)


@requires("content.draft.write")
def draft_declare(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    form = forms.DeclarationInput(
        request.POST or None, initial=forms.DeclarationInput.initial_of(Declared.of(draft.declared))
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare(draft=draft, by=member, **form.cleaned_data)
            messages.success(request, _("声明已保存。"))
            return redirect("content:claims", draft.pk)
        except BadInput as error:
            beside_fields(form, error)
    context = {"draft": draft, "form": form, "crumbs": queries.draft_crumbs(draft)}
    return render(request, "content/declaration.html", context, status=422 if form.errors else 200)
