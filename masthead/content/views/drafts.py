"""Drafts over HTTP: list, detail, start, Word, arrangement, people, versions."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, forms, queries
from masthead.content.views.topics import _member
from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields


def _upload(form: forms.StartInput | forms.WordInput) -> "UploadedFile[bytes] | None":
    file = form.cleaned_data["word"]
    return file if isinstance(file, UploadedFile) else None


@requires("content.draft.read")
def draft_list(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    filters = forms.DraftFilterInput(request.GET, member=member)
    page = queries.draft_page(member, filters.wanted(), request.GET.get("cursor", ""))
    context = {
        "filters": filters,
        "page": page,
        "may_write": member.has_perm("content.draft.write"),
        "saved": queries.saved_filters(member),
    }
    return render(request, "content/draft_list.html", context)


@requires("content.draft.read")
def draft_detail(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk)
    return render(request, "content/draft_detail.html", queries.detail_of(member, draft))


@requires("content.draft.write")
def draft_new(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    form = forms.StartInput(request.POST or None, request.FILES or None, member=member, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_start(request, form))
        except BadInput as error:
            beside_fields(form, error, field="word")
    return render(request, "content/draft_new.html", {"form": form}, status=422 if form.errors else 200)


def _start(request: HttpRequest, form: forms.StartInput) -> str:
    member, topic, upload = _member(request), form.cleaned_data["topic"], _upload(form)
    if upload is None:
        draft = actions.start_draft(topic=topic, by=member)
    else:
        draft, notes = actions.start_draft_from_word(topic=topic, data=upload.read(), name=upload.name or "", by=member)
        _tell_notes(request, notes)
    return reverse("content:draft_edit", args=[draft.pk])


def _tell_notes(request: HttpRequest, notes: list[str]) -> None:
    messages.success(request, _("已导入文档。"))
    for note in notes:
        messages.warning(request, note)


@requires("content.draft.write")
def word_import(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    form = forms.WordInput(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (upload := _upload(form)):
        try:
            _revision, notes = actions.import_word(draft=draft, data=upload.read(), name=upload.name or "", by=member)
            _tell_notes(request, notes)
            return redirect("content:draft_edit", draft.pk)
        except BadInput as error:
            beside_fields(form, error, field="word")
    context = {"form": form, "draft": draft, "crumbs": queries.draft_crumbs(draft)}
    return render(request, "content/word_import.html", context, status=422 if form.errors else 200)


@requires("content.draft.write")
def draft_release(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    form = forms.ReleaseInput(request.POST or None, draft=draft, member=member)
    saved = request.method == "POST" and form.is_valid()
    if saved:
        given = form.cleaned_data
        actions.arrange_release(
            draft=draft, accounts=given["accounts"], start=given["window_start"], end=given["window_end"], by=member
        )
    return _release_page(request, pk, form, saved=saved)


def _release_page(request: HttpRequest, pk: int, form: forms.ReleaseInput, *, saved: bool) -> HttpResponse:
    fragment = bool(request.headers.get("HX-Request"))
    if saved and not fragment:
        return redirect("content:draft", pk)
    draft = queries.get_draft_for(_member(request), pk)
    context = {"form": form, "draft": draft, "saved": saved, "crumbs": queries.draft_crumbs(draft)}
    template = "content/_release.html" if fragment else "content/release.html"
    response = render(request, template, context, status=422 if form.errors else 200)
    if saved:
        response["HX-Trigger"] = '{"content:draft:release_arranged": {}}'
    return response


@requires("content.draft.write")
def draft_coauthors(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    form = forms.CoauthorsInput(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        actions.set_coauthors(draft=draft, members=form.cleaned_data["members"], by=member)
        messages.success(request, _("协作者已更新。"))
        return redirect(draft)
    context = {"form": form, "draft": draft, "crumbs": queries.draft_crumbs(draft)}
    return render(request, "content/coauthors.html", context, status=422 if form.errors else 200)


@requires("content.draft.write")
@require_POST
def draft_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    actions.reopen_draft(draft=draft, reason=request.POST.get("reason", ""), by=member)
    messages.warning(request, _("审批已失效，修改后需要重新提交审核。"))
    return redirect("content:draft_edit", draft.pk)


@requires("content.draft.read")
def revision_list(request: HttpRequest, pk: int) -> HttpResponse:
    draft = queries.get_draft_for(_member(request), pk)
    older, newer, account = (request.GET.get(name, "") for name in ("from", "to", "account"))
    context = queries.versions_of(draft, older, newer, account)
    return render(request, "content/revision_list.html", context)
