"""The block «发布之后» of a publication: evidence, later looks, comments of our own."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields
from masthead.org.models import Member
from masthead.publishing import actions, errors, queries
from masthead.publishing.after_forms import EvidenceForm, TakenDownForm
from masthead.publishing.models import Publication


def _member(request: HttpRequest) -> Member:
    return cast("Member", request.user)


def crumbs_of(publication: Publication, last: str) -> list[dict[str, str]]:
    """The way back to the publication."""
    return [
        {"label": _("发布"), "href": reverse("publishing:publications")},
        {"label": publication.title, "href": publication.get_absolute_url()},
        {"label": last},
    ]


def after_response(request: HttpRequest, publication: Publication, status: int = 200, **forms: Any) -> HttpResponse:
    """The whole page, or the block alone for a panel."""
    context = queries.after_page(_member(request), publication) | {
        "crumbs": crumbs_of(publication, _("发布之后")), "evidence_form": EvidenceForm(), "taken_form": TakenDownForm(), **forms,
    }  # fmt: skip
    part = "#panel" if request.headers.get("HX-Request") and request.method == "GET" else ""
    return render(request, f"publishing/afterwards.html{part}", context, status=status)


@requires(queries.READ)
def afterwards(request: HttpRequest, pk: int) -> HttpResponse:
    return after_response(request, queries.get_publication_for(_member(request), pk))


@require_POST
@requires(queries.KIT)
def evidence_add(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.KIT)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid() and _add(request, publication, form):
        messages.success(request, _("凭证已留存"))
        return redirect("publishing:afterwards", pk)
    return after_response(request, publication, 422, evidence_form=form)


def _add(request: HttpRequest, publication: Publication, form: EvidenceForm) -> bool:
    shot = form.cleaned_data["screenshot"]
    data, name = (shot.read(), shot.name) if shot else (b"", "")
    try:
        actions.add_evidence(
            publication=publication, data=data, name=name, note=form.cleaned_data["note"], by=_member(request)
        )
    except BadInput as error:
        beside_fields(form, error, field="screenshot")
        return False
    return True


@require_POST
@requires(queries.KIT)
def comment_said(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.KIT)
    found = queries.own_comment(publication, comment)
    if found is None:
        raise errors.not_there()
    actions.note_comment_said(publication=publication, comment=found, by=_member(request))
    messages.success(request, _("已记录：评论由人发出"))
    return redirect("publishing:afterwards", pk)
