"""The editor: the page, saving versions, keystrokes, pictures, checks, cleaning of pasted text."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, errors, forms, queries
from masthead.content.documents import pasted_html
from masthead.content.models import Draft
from masthead.content.views.topics import _member
from masthead.core.errors import BadInput
from masthead.core.permissions import requires


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _json(data: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})


@requires("content.draft.write")
def draft_edit(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    if not queries.is_writable(draft):
        return redirect(draft)
    context = queries.editor_page(member, draft)
    context["form"] = forms.TextInput(initial=context["text"].as_initial())
    context["release"] = forms.ReleaseInput(draft=draft, member=member)
    return render(request, "content/editor.html", context)


@requires("content.draft.write")
@require_POST
def draft_save(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    form = forms.TextInput(request.POST)
    if not form.is_valid():
        return _refused(request, draft, form)
    if draft.approved_hash and not form.cleaned_data["void_approval"]:
        raise errors.would_void()
    revision = actions.save_revision(draft=draft, **queries.words_of(draft, form.cleaned_data), by=member)
    if _wants_json(request):
        return _json({"number": revision.number, "at": revision.saved_at.isoformat(), "html": revision.html})
    messages.success(request, _("已保存版本 %(n)d。") % {"n": revision.number})
    return redirect("content:draft_submit" if request.POST.get("then") == "submit" else "content:draft_edit", draft.pk)


def _refused(request: HttpRequest, draft: Draft, form: forms.TextInput) -> HttpResponse:
    if _wants_json(request):
        lines = [
            f"{form[name].label}{_('：')}{_('、').join(str(w) for w in words)}" for name, words in form.errors.items()
        ]
        return _json({"code": "form", "message": _("；").join(lines), "advice": ""}, 422)
    member = _member(request)
    context = queries.editor_page(member, draft) | {
        "form": form,
        "release": forms.ReleaseInput(draft=draft, member=member),
    }
    return render(request, "content/editor.html", context, status=422)


@requires("content.draft.write")
@require_POST
def draft_autosave(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    form = forms.KeystrokesInput(_body(request))
    if not form.is_valid():
        raise BadInput(
            _("自动保存的内容不完整。"),
            code="keystrokes",
            fields={k: [str(e) for e in v] for k, v in form.errors.items()},
        )
    given = form.cleaned_data
    copy = actions.keep_working_copy(
        draft=draft,
        body=form.body(),
        base_revision=given["base"],
        serial=given["serial"],
        window=given["window"],
        by=member,
    )
    answer = {"serial": copy.serial, "at": copy.updated_at.isoformat()}
    if queries.is_behind(draft, copy.base_revision):
        return _json(answer | queries.conflict_of(draft), 409)
    return _json(answer)


def _given_json(request: HttpRequest, name: str) -> Any:
    """A field that the editor sends as JSON; None for anything else."""
    try:
        return json.loads(request.POST.get(name, "null"))
    except ValueError:
        return None


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        data = json.loads(request.body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


@requires("content.draft.write")
@require_POST
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    actions.discard_working_copy(draft=draft, by=member)
    messages.info(request, _("已放弃未保存为版本的文字，现在是最新版本。"))
    return redirect("content:draft_edit", draft.pk)


@requires("content.draft.write")
@require_POST
def picture_upload(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    upload = request.FILES.get("picture")
    if upload is None:
        raise BadInput(
            _("没有收到图片。"), code="picture_missing", clause="3.3.2", advice=_("请选择一张 JPG、PNG 或 GIF 图片。")
        )
    asset = actions.add_picture(draft=draft, data=upload.read(), name=upload.name or "", by=member)
    if _wants_json(request):
        address = queries.address_of(asset.file)
        return _json({"id": asset.file_id, "sha256": asset.sha256, "url": address, "name": asset.file.name}, 201)
    return redirect("content:draft_edit", draft.pk)


@requires("content.draft.write")
@require_POST
def draft_check(request: HttpRequest, pk: int) -> HttpResponse:
    draft = queries.get_draft_for(_member(request), pk, "content.draft.write")
    words: dict[str, Any] = {
        name: request.POST.get(name, "")
        for name in ("title", "byline", "digest", "html", "cover", "source_url", "video")
    }
    words |= {name: _given_json(request, name) for name in ("tags", "settings", "variants")}
    report = queries.live_report(draft, words)
    return render(
        request,
        "content/_report.html",
        {"report": report, "live": True, "release_url": reverse("content:draft_release", args=[pk])},
    )


@requires("content.draft.write")
@require_POST
def paste_clean(request: HttpRequest, pk: int) -> HttpResponse:
    queries.get_draft_for(_member(request), pk, "content.draft.write")
    return _json({"html": pasted_html(request.POST.get("html", ""))})
