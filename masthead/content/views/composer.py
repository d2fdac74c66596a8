"""What the composer asks while somebody writes: cuts, typography, merging, comparing, who else is here, a fresh token."""

import json
from typing import Any

from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, forms, queries
from masthead.content.documents import clean_html
from masthead.content.documents.typography import tidied
from masthead.content.views.editor import _json
from masthead.content.views.review import ARTICLE_POLICY
from masthead.content.views.topics import _member
from masthead.core.errors import BadInput
from masthead.core.permissions import requires


@requires("content.draft.write")
@require_POST
def picture_crop(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    form = forms.CropInput(request.POST)
    if not form.is_valid():
        raise BadInput(_("裁切的范围不完整。"), code="crop", clause="3.3.2", advice=_("请重新拖动裁切框。"))
    given, box = form.cleaned_data, form.box()
    asset = actions.crop_picture(draft=draft, sha256=given["sha256"], ratio=given["ratio"], box=box, by=member)
    cut = {"of": given["sha256"], "box": [round(part * 10_000) for part in box], "file": asset.sha256}
    return _json({"ratio": given["ratio"], "crop": cut, "url": queries.address_of(asset.file)}, 201)


@requires("content.draft.write")
@require_POST
def draft_tidy(request: HttpRequest, pk: int) -> HttpResponse:
    queries.get_draft_for(_member(request), pk, "content.draft.write")
    html, changes = tidied(clean_html(request.POST.get("html", "")))
    return _json({"html": html, "changes": changes})


@requires("content.draft.write")
@require_POST
def draft_merge(request: HttpRequest, pk: int) -> HttpResponse:
    draft = queries.get_draft_for(_member(request), pk, "content.draft.write")
    given = json_body(request)
    base = given.get("base")
    return _json(queries.merge_of(draft, given, base if isinstance(base, int) else 0))


@requires("content.draft.write")
@csp(ARTICLE_POLICY)  # type: ignore[arg-type]  # its stubs forget arguments of the URL
@require_POST
def draft_compare(request: HttpRequest, pk: int) -> HttpResponse:
    draft = queries.get_draft_for(_member(request), pk, "content.draft.write")
    before, after = (clean_html(request.POST.get(name, "")) for name in ("before", "after"))
    return render(request, "content/difference.html", {"body": queries.marked_body(draft, before, after)})


@requires("content.draft.read")
@csp(ARTICLE_POLICY)  # type: ignore[arg-type]  # its stubs forget arguments of the URL
def revision_difference(request: HttpRequest, pk: int) -> HttpResponse:
    draft = queries.get_draft_for(_member(request), pk)
    old, new, account = (request.GET.get(name, "") for name in ("from", "to", "account"))
    return render(request, "content/difference.html", queries.difference_of(draft, old, new, account))


@requires("content.draft.write")
@require_POST
def draft_pulse(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    actions.note_presence(draft=draft, window=str(json_body(request).get("window", ""))[:32] or "-", by=member)
    return _json({"others": queries.others_present(draft, member), "number": queries.current_number(draft)})


@requires("content.draft.write")
def draft_token(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    copy = queries.working_copy_of(member, draft)
    answer = _json({"token": get_token(request), "member": member.pk, "serial": copy.serial if copy else 0})
    answer["Cache-Control"] = "no-store"
    return answer


def json_body(request: HttpRequest) -> dict[str, Any]:
    """What was sent as JSON; {} for anything else."""
    try:
        data = json.loads(request.body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
