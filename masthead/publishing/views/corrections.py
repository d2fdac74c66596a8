"""Notes that set right what was published."""

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
from masthead.publishing.after_forms import CorrectionForm
from masthead.publishing.models import Correction, Publication
from masthead.publishing.views.afterwards import crumbs_of


def _member(request: HttpRequest) -> Member:
    return cast("Member", request.user)


@requires(queries.CORRECT)
def correction_new(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.CORRECT)
    able = queries.can_comment(publication)
    form = CorrectionForm(request.POST or None, can_comment=able)
    if request.method == "POST" and form.is_valid() and (made := _propose(request, publication, form)):
        messages.success(request, _("更正稿已建好，请补全后送审") if made.draft else _("已提交，等待另一位同事审核"))
        return redirect(made.draft or publication)
    context = {
        "publication": publication, "form": form, "able": able, "crumbs": crumbs_of(publication, _("更正说明")),
    }  # fmt: skip
    return render(request, "publishing/correction.html", context, status=422 if form.is_bound else 200)


def _propose(request: HttpRequest, publication: Publication, form: CorrectionForm) -> Correction | None:
    try:
        return actions.ask_correction(publication=publication, by=_member(request), **form.cleaned_data)
    except BadInput as error:
        beside_fields(form, error, field="text")
        return None


@require_POST
@requires(queries.CORRECT_APPROVE)
def approve(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.CORRECT_APPROVE)
    seen = request.POST.get("hash", "")
    actions.approve_correction(publication=publication, number=number, hash_seen=seen, by=_member(request))
    messages.success(request, _("更正说明已通过，正在发出"))
    return redirect(publication)


@require_POST
@requires(queries.CORRECT_APPROVE)
def refuse(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.CORRECT_APPROVE)
    words = request.POST.get("reason", "")
    actions.refuse_correction(publication=publication, number=number, reason=words, by=_member(request))
    messages.success(request, _("已退回更正说明"))
    return redirect(publication)
