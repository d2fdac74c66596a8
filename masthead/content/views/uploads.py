"""Uploads in pieces by tus 1.0 (core, creation, termination, expiration, checksum), and their registration."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from masthead.content import actions, forms, queries
from masthead.content.actions.uploads import MOST_BYTES
from masthead.content.models import Upload
from masthead.content.views.topics import _member
from masthead.core.errors import BadInput
from masthead.core.files.pieces import Busy, Mismatch
from masthead.core.permissions import for_every_member, requires

KEEP = "content.material.keep"
VERSION = "1.0.0"
ABILITIES = {
    "Tus-Version": VERSION, "Tus-Extension": "creation,termination,expiration,checksum", "Tus-Max-Size": str(MOST_BYTES),
    "Tus-Checksum-Algorithm": "sha1,sha256",
}  # fmt: skip


def _speaks_tus(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The version stands on every answer; a client of another version is told ours."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        spoken = request.method in ("OPTIONS", "GET") or request.headers.get("Tus-Resumable") == VERSION
        response = (
            view(request, *args, **kwargs) if spoken else HttpResponse(status=412, headers={"Tus-Version": VERSION})
        )
        response["Tus-Resumable"] = VERSION
        return response

    return answered


@requires(KEEP)
@require_http_methods(["GET", "POST", "OPTIONS"])
@_speaks_tus
def uploads(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(headers=ABILITIES)
    length = request.headers.get("Upload-Length", "")
    if not length.isdigit():
        return HttpResponse(status=400)
    name = _metadata(request).get("filename", "")
    upload = actions.begin_upload(name=name or "file", length=int(length), by=_member(request))
    address = reverse("content:upload", args=[upload.key])
    return HttpResponse(status=201, headers={"Location": address, "Upload-Expires": _until(upload)})


@for_every_member
@require_http_methods(["GET", "HEAD", "PATCH", "DELETE", "OPTIONS"])
@_speaks_tus
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """An upload exists for nobody but the one who was allowed to begin it."""
    member = _member(request)
    if request.method == "OPTIONS":
        return HttpResponse(headers=ABILITIES)
    found = queries.get_upload_for(member, key)
    if request.method == "PATCH":
        return _take(request, found)
    if request.method == "DELETE":
        actions.drop_upload(upload=found, by=member)
        return HttpResponse(status=204)
    sizes = {"Upload-Offset": str(found.offset), "Upload-Length": str(found.length), "Upload-Expires": _until(found)}
    return HttpResponse(headers=sizes | {"Cache-Control": "no-store"})


def _take(request: HttpRequest, upload: Upload) -> HttpResponse:
    offset = request.headers.get("Upload-Offset", "")
    if request.headers.get("Content-Type") != "application/offset+octet-stream":
        return HttpResponse(status=415)
    if not offset.isdigit():
        return HttpResponse(status=400)
    try:
        taken = actions.take_piece(
            upload=upload, offset=int(offset), read=request.read, by=_member(request), checksum=_checksum(request)
        )
    except Busy:
        return HttpResponse(status=423)
    except Mismatch:
        return HttpResponse(status=460)
    return HttpResponse(status=204, headers={"Upload-Offset": str(taken.offset), "Upload-Expires": _until(taken)})


def _until(upload: Upload) -> str:
    return http_date(upload.ends_at.timestamp())


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return b""


def _metadata(request: HttpRequest) -> dict[str, str]:
    pairs = [
        pair.split(" ", 1)
        for pair in request.headers.get("Upload-Metadata", "")[:4000].split(",")
        if " " in pair.strip()
    ]
    return {key.strip(): _decoded(value.strip()).decode("utf-8", "replace") for key, value in pairs}


def _checksum(request: HttpRequest) -> tuple[str, bytes] | None:
    algorithm, _space, value = request.headers.get("Upload-Checksum", "").partition(" ")
    return (algorithm, _decoded(value)) if algorithm in ("sha1", "sha256") else None


@requires(KEEP)
def material_upload(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    for_pk = request.GET.get("material", "")
    material = queries.get_material_for(member, int(for_pk), KEEP) if for_pk.isdigit() else None
    context = queries.upload_page(member, material) | {"form": forms.RegisterInput(member=member)}
    return render(request, "content/material_upload.html", context)


@requires(KEEP)
def upload_queue(request: HttpRequest) -> HttpResponse:
    return render(request, "content/_upload_queue.html", {"rows": queries.upload_rows(_member(request))})


@requires(KEEP)
@require_POST
def upload_plain(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    for file in request.FILES.getlist("files"):
        actions.take_file(name=file.name or "", length=file.size or 0, read=file.read, by=member)
    back = request.POST.get("material", "")
    return redirect(reverse("content:material_upload") + (f"?material={back}" if back.isdigit() else ""))


@for_every_member
@require_POST
def upload_drop(request: HttpRequest, key: str) -> HttpResponse:
    member = _member(request)
    actions.drop_upload(upload=queries.get_upload_for(member, key), by=member)
    return redirect("content:material_upload")


@requires(KEEP)
@require_POST
def upload_register(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    chosen = queries.whole_uploads(member, request.POST.getlist("upload"))
    form = forms.RegisterInput(request.POST, member=member)
    if not form.is_valid() or not chosen:
        if not chosen:
            messages.error(request, _("请先上传并勾选要登记的文件。"))
        context = queries.upload_page(member, None) | {"form": form}
        return render(request, "content/material_upload.html", context, status=422)
    named = [(request.POST.get(f"name_{one.key}", ""), one) for one in chosen]
    actions.register_uploads(uploads=named, **form.words(), licence=form.licence_words(), by=member)
    messages.success(request, _("已登记 %(n)d 个素材。") % {"n": len(chosen)})
    return redirect("content:library")


@requires(KEEP)
@require_POST
def version_register(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    material = queries.get_material_for(member, pk, KEEP)
    chosen = queries.whole_uploads(member, request.POST.getlist("upload"))[:1]
    if not chosen:
        raise BadInput(_("请先上传并勾选一个文件。"), code="upload_missing", clause="3.3.1")
    actions.add_version(material=material, upload=chosen[0], note=request.POST.get("note", ""), by=member)
    return redirect(material)
