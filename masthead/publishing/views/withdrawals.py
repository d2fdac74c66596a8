"""Taking a post down: asking, proof by hand, the second look, giving it up."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields
from masthead.org.models import Member
from masthead.publishing import actions, queries
from masthead.publishing.after_forms import TakenDownForm, WithdrawForm
from masthead.publishing.models import Publication
from masthead.publishing.views.afterwards import after_response, crumbs_of


def _member(request: HttpRequest) -> Member:
    return cast("Member", request.user)


@requires(queries.WITHDRAW)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.WITHDRAW)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _ask(request, publication, form):
        messages.success(request, _("已开始撤下，进展见「发布之后」"))
        return redirect(publication)
    context = {
        "publication": publication, "form": form, "crumbs": crumbs_of(publication, _("撤下")),
        "by_call": queries.can_delete(publication), "approval": queries.needs_approval(publication),
        "allowed": queries.may_withdraw(_member(request), publication), "open": queries.open_withdrawal(publication),
    }  # fmt: skip
    return render(request, "publishing/withdraw.html", context, status=422 if form.is_bound else 200)


def _ask(request: HttpRequest, publication: Publication, form: WithdrawForm) -> bool:
    try:
        actions.ask_withdrawal(publication=publication, by=_member(request), **form.cleaned_data)
    except BadInput as error:
        beside_fields(form, error, field="reason")
        return False
    return True


@require_POST
@requires(queries.KIT)
def prove(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.KIT)
    form = TakenDownForm(request.POST, request.FILES)
    if form.is_valid() and _prove(request, publication, form):
        messages.success(request, _("已提交，等待另一位同事复核"))
        return redirect(publication)
    return after_response(request, publication, 422, taken_form=form)


def _prove(request: HttpRequest, publication: Publication, form: TakenDownForm) -> bool:
    shot = form.cleaned_data["screenshot"]
    data, name = (shot.read(), shot.name) if shot else (b"", "")
    try:
        actions.prove_withdrawal(
            publication=publication, note=form.cleaned_data["note"], screenshot=data, name=name, by=_member(request)
        )
    except BadInput as error:
        beside_fields(form, error, field="screenshot")
        return False
    return True


@require_POST
@requires(queries.LOOK)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.LOOK)
    actions.confirm_withdrawal(publication=publication, by=_member(request))
    messages.success(request, _("已确认撤下"))
    return redirect(publication)


@require_POST
@requires(queries.LOOK)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.LOOK)
    actions.return_withdrawal(publication=publication, reason=request.POST.get("reason", ""), by=_member(request))
    messages.success(request, _("已退回，请继续撤下"))
    return redirect(publication)


@require_POST
@requires(queries.WITHDRAW)
def hand(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.WITHDRAW)
    actions.hand_withdrawal(publication=publication, by=_member(request))
    messages.success(request, _("已交给账号负责人在平台撤下"))
    return redirect(publication)


@require_POST
@requires(queries.WITHDRAW)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.WITHDRAW)
    actions.drop_withdrawal(publication=publication, reason=request.POST.get("reason", ""), by=_member(request))
    messages.success(request, _("不再撤下"))
    return redirect(publication)
