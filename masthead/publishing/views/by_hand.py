"""Proof of a post made by hand, the second look, closing without a post, and who publishes."""

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
from masthead.publishing.actions import Shown
from masthead.publishing.forms import OperatorForm, ProofForm
from masthead.publishing.models import Publication
from masthead.publishing.queries import Gate
from masthead.publishing.views.kits import kit_context


def _member(request: HttpRequest) -> Member:
    return cast("Member", request.user)


@require_POST
@requires(queries.KIT)
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_task_for(_member(request), pk)
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid() and (answer := _hand_in(request, publication, form)):
        return answer
    return render(request, "publishing/kit.html", kit_context(publication, form), status=422)


def _hand_in(request: HttpRequest, publication: Publication, form: ProofForm) -> HttpResponse | None:
    """The deed; None with the errors at their fields when the proof is not believable."""
    data, upload = form.cleaned_data, form.cleaned_data.get("screenshot")
    shown = Shown(data["published_at"], data["link"], upload.read() if upload else b"", upload.name if upload else "")
    try:
        done = actions.give_proof(publication=publication, shown=shown, by=_member(request))
    except BadInput as error:
        beside_fields(form, error, field="screenshot")
        return None
    if isinstance(done, Gate):
        messages.error(request, f"{done.message}{done.advice}")
    else:
        messages.success(request, _("凭证已提交，等待另一位同事复核"))
    return redirect(publication)


@require_POST
@requires(queries.LOOK)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.LOOK)
    actions.confirm_proof(publication=publication, by=_member(request))
    messages.success(request, _("已确认发布"))
    return redirect(publication)


@require_POST
@requires(queries.LOOK)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.LOOK)
    actions.return_proof(publication=publication, reason=request.POST.get("reason", ""), by=_member(request))
    messages.success(request, _("已退回给发布人"))
    return redirect(publication)


@require_POST
@requires(queries.KIT)
def not_published(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.KIT)
    actions.close_unpublished(publication=publication, reason=request.POST.get("reason", ""), by=_member(request))
    messages.success(request, _("已以「没有发布」结案"))
    return redirect(publication)


@require_POST
@requires(queries.SCHEDULE)
def operator(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.SCHEDULE)
    form = OperatorForm(request.POST, people=queries.operators_for(publication))
    if not form.is_valid():
        messages.error(request, _("请选择有权限的发布人。"))
        return redirect(publication)
    chosen = form.by_key[form.cleaned_data["operator"]]
    actions.set_operator(publication=publication, operator=chosen, by=_member(request))
    messages.success(request, _("已指定由%(name)s发布") % {"name": chosen.name})
    return redirect(publication)
