"""Texts and pictures of a draft for machines. A text names the version it started from (If-Match)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Status
from ninja.files import UploadedFile

from masthead.content import actions, errors, forms, queries
from masthead.content.api.shapes import (
    DraftOut,
    PictureOut,
    TextIn,
    draft_of,
    etag_of,
    picture_of,
)
from masthead.content.models import Origin
from masthead.core.permissions import requires
from masthead.core.rest import Doors, Key, caller, checked, expect

doors = Doors("content", _("稿件"))


@doors.put("/drafts/{pk}/text", _("保存正文为新版本"), DraftOut, 412, 428)
@requires("content.draft.write")
def save_text(request: HttpRequest, response: HttpResponse, pk: Key, given: TextIn) -> Any:
    member = caller(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    expect(request, etag_of(draft))
    form = forms.TextInput({**given.model_dump(), "expected_revision": queries.current_number(draft)})
    words = checked(form)
    if draft.approved_hash and not words["void_approval"]:
        raise errors.would_void()
    actions.save_revision(draft=draft, **queries.words_of(draft, words), origin=Origin.API, by=member)
    response["ETag"] = etag_of(draft)
    return draft_of(draft, queries.content_hash(draft))


@doors.post("/drafts/{pk}/pictures", _("上传图片"), PictureOut, status=201)
@requires("content.draft.write")
def add_picture(request: HttpRequest, pk: Key, picture: File[UploadedFile]) -> Any:
    member = caller(request)
    draft = queries.get_draft_for(member, pk, "content.draft.write")
    asset = actions.add_picture(draft=draft, data=picture.read(), name=picture.name or "", by=member)
    return Status(201, picture_of(asset))
