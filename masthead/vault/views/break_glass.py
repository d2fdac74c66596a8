"""Emergency openings over HTTP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core.errors import BadInput
from masthead.core.paging import page_of
from masthead.core.permissions import for_every_member
from masthead.core.refusals import beside_fields
from masthead.org.second_factor import recently_shown
from masthead.vault import actions, queries
from masthead.vault.access_forms import GlassForm, ReviewGlassForm
from masthead.vault.access_presenters import glass_page
from masthead.vault.views.acting import GET_OR_POST, ask_factor, form_page, member_of


@require_GET
@for_every_member
def glasses(request: HttpRequest) -> HttpResponse:
    rows = queries.glasses_visible_to(member_of(request))
    page = page_of(rows, order=("-asked_at", "-pk"), cursor=request.GET.get("cursor", ""))
    return render(request, "vault/glasses.html", {"page": page})


@require_http_methods(GET_OR_POST)
@for_every_member
def glass_new(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    form = GlassForm(request.POST or None, member=member, initial={"secret": request.GET.get("secret")})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_break_glass(**form.cleaned_data, by=member)
        except BadInput as refusal:
            beside_fields(form, refusal)
        else:
            messages.warning(request, _("已发起，请立即联系第二人登录确认，10 分钟内有效。"))
            return redirect(made)
    return form_page(request, "vault/glass_form.html", form)


@require_GET
@for_every_member
def glass(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    thing = queries.get_glass_for(member, pk)
    return render(request, "vault/glass.html", glass_page(member, thing, ReviewGlassForm()))


@require_POST
@for_every_member
def glass_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    thing = queries.get_glass_for(member, pk)
    mayhap = member.pk != thing.opener_id and queries.may_confirm(member, thing.secret)
    if mayhap and (to_factor := ask_factor(request, thing.get_absolute_url())):
        return to_factor
    actions.confirm_break_glass(glass=thing, factor_shown=recently_shown(request), by=member)
    messages.success(request, _("已确认，申请人可以查看；管理小组已收到通知。"))
    return redirect(thing)


@require_POST
@for_every_member
def glass_review(request: HttpRequest, pk: int) -> HttpResponse:
    member = member_of(request)
    thing, form = queries.get_glass_for(member, pk), ReviewGlassForm(request.POST)
    if form.is_valid():
        try:
            actions.review_break_glass(glass=thing, **form.cleaned_data, by=member)
        except BadInput as refusal:
            beside_fields(form, refusal)
        else:
            messages.success(request, _("复盘已记录。"))
            return redirect(thing)
    return render(request, "vault/glass.html", glass_page(member, thing, form), status=422)
