"""Remarks on the text over HTTP: the list, a new one, and what is done with one. Every answer is the list again, with the marked text beside it."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, errors, forms, queries
from masthead.content.events import ContentEvent
from masthead.content.models import Annotation, Draft
from masthead.content.views.topics import _member
from masthead.core.permissions import requires
from masthead.org.models import Member


@requires("content.draft.read")
def annotations(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk)
    if draft.revision is None:
        raise errors.revision_not_there()
    form = forms.RemarkInput(request.POST or None, revision=draft.revision)
    if request.method == "POST" and form.is_valid():
        actions.annotate(revision=draft.revision, remark=form.remark(), by=member)
        return _shown(request, draft, ContentEvent.ANNOTATED, _("已添加批注。"))
    context = queries.remarks_page(member, draft) | {"form": form}
    template = "content/_remarks.html" if request.headers.get("HX-Request") else "content/annotations.html"
    if request.method == "POST":
        template = "content/_remark_form.html" if request.headers.get("HX-Request") else template
    return render(request, template, context, status=422 if form.errors else 200)


@requires("content.draft.read")
@require_POST
def annotation_deed(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    annotation = queries.get_annotation_for(member, pk)
    form = forms.RemarkDeedInput(request.POST)
    if not form.is_valid():
        return redirect_or_list(request, annotation.draft, status=422)
    said = _do(annotation, form.cleaned_data, member)
    return _shown(request, annotation.draft, ContentEvent.ANNOTATION_SETTLED, said)


def _do(annotation: Annotation, given: dict[str, Any], member: Member) -> str:
    deed, words = given["deed"], given["words"]
    if deed == "reply":
        actions.reply_to(annotation=annotation, body=words, by=member)
        return _("已答复。")
    if deed == "accept":
        revision = actions.accept_suggestion(annotation=annotation, by=member)
        return _("已采纳，存为版本 %(n)d。") % {"n": revision.number}
    to = forms.RemarkDeedInput.SETTLES[deed]
    actions.settle_annotation(annotation=annotation, to=to, reason=words, by=member)
    return _("批注现在是「%(state)s」。") % {"state": annotation.get_state_display()}


def _shown(request: HttpRequest, draft: Draft, event: str, said: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        messages.success(request, said)
        return redirect("content:annotations", draft.pk)
    response = redirect_or_list(request, draft)
    response["HX-Trigger"] = json.dumps({event: {}, "toast": {"text": said, "level": "success"}})
    return response


def redirect_or_list(request: HttpRequest, draft: Draft, status: int = 200) -> HttpResponse:
    """The list of remarks with the text beside it, as page or as fragment."""
    member = _member(request)
    fresh = queries.get_draft_for(member, draft.pk)
    context = queries.remarks_page(member, fresh) | {"again": True}
    if fresh.revision is not None:
        context["form"] = forms.RemarkInput(revision=fresh.revision)
    template = "content/_remarks.html" if request.headers.get("HX-Request") else "content/annotations.html"
    return render(request, template, context, status=status)
