"""Files of materials: served piece by piece with ranges, smaller pictures when first asked for, and the picker for drafts."""

import re
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import actions, queries
from masthead.content.library_errors import material_not_there, wrong
from masthead.content.models import RenditionKind
from masthead.content.views.topics import _member
from masthead.core.files import queries as files
from masthead.core.models import StoredFile
from masthead.core.permissions import requires

READ, WRITE = "content.material.read", "content.draft.write"
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
INLINE = ("image/", "video/", "audio/")


@requires(READ)
def material_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    stored = queries.get_version_for(_member(request), pk).file
    start, length = _part_of(request.headers.get("Range", ""), stored.size_bytes)
    if start is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size_bytes}"})
    pieces = files.read_pieces(stored, start, length)
    response = StreamingHttpResponse(
        pieces, content_type=stored.mime, status=200 if length == stored.size_bytes else 206
    )
    response["Content-Length"] = str(length)
    if response.status_code == 206:
        response["Content-Range"] = f"bytes {start}-{start + length - 1}/{stored.size_bytes}"
    return _guarded(response, stored, inline="download" not in request.GET)


@requires(READ)
def material_picture(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    version = queries.get_version_for(_member(request), pk)
    if kind not in RenditionKind.values:
        raise material_not_there()
    drawn = actions.draw_rendition(version=version, kind=RenditionKind(kind))
    if drawn is None:
        raise material_not_there()
    return _guarded(HttpResponse(files.read_bytes(drawn.file), content_type=drawn.file.mime), drawn.file, inline=True)


def _part_of(header: str, size: int) -> tuple[int | None, int]:
    """(start, length); start None = cannot be given. Several ranges at once are answered whole."""
    found = RANGE.fullmatch(header.strip())
    if not found or not (found[1] or found[2]):
        return 0, size
    start = int(found[1]) if found[1] else max(0, size - int(found[2]))
    end = min(int(found[2]), size - 1) if found[1] and found[2] else size - 1
    return (start, end - start + 1) if start <= end else (None, 0)


def _guarded(response: HttpResponseBase, stored: StoredFile, *, inline: bool) -> HttpResponseBase:
    shown = "inline" if inline and stored.mime.startswith(INLINE) else "attachment"
    response["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(stored.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400"
    response["Accept-Ranges"] = "bytes"
    return response


@requires(WRITE)
def material_picker(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, WRITE)
    search = request.GET.get("q", "")
    page, choices = queries.library_choices(member, draft, search, request.GET.get("cursor", ""))
    context = {"draft": draft, "page": page, "choices": choices, "q": search, "inside": bool(request.htmx)}  # type: ignore[attr-defined]
    return render(
        request, "content/_material_picker.html" if context["inside"] else "content/material_picker.html", context
    )


@requires(WRITE)
@require_POST
def material_use(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    draft = queries.get_draft_for(member, pk, WRITE)
    key = request.POST.get("material", "")
    if not key.isdigit():
        raise wrong("material", _("请选择一个素材。"))
    material = queries.get_material_for(member, int(key))
    asset = actions.use_material(draft=draft, material=material, by=member)
    if request.headers.get("Accept", "").startswith("application/json"):
        address = queries.address_of(asset.file)
        return JsonResponse(
            {"id": asset.file_id, "sha256": asset.sha256, "url": address, "name": asset.file.name}, status=201
        )
    messages.success(request, _("已从素材库放入稿件，可在图片栏使用。"))
    return redirect("content:draft_edit", draft.pk)
