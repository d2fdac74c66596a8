"""Drafts for machines: list, read, hand in, who would review."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query

from masthead.approvals import queries as approvals_queries
from masthead.content import actions, queries
from masthead.content.api.shapes import (
    DraftOut,
    DraftQuery,
    DraftRow,
    PathOut,
    SubmitIn,
    draft_of,
    etag_of,
    named,
    row_of,
)
from masthead.core.permissions import requires
from masthead.core.rest import Doors, Key, Listed, Paging, caller, expect, listed

KIND = "content.draft"
doors = Doors("content", _("稿件"))


@doors.get("/drafts", _("列出稿件"), Listed[DraftRow])
@requires("content.draft.read")
def drafts(request: HttpRequest, wanted: Query[DraftQuery], paging: Query[Paging]) -> Any:
    narrow = queries.DraftFilter(q=wanted.q, state=wanted.state or "")
    rows = queries.draft_rows(caller(request), narrow)
    return listed(request, rows, paging, order=queries.DRAFT_ORDER, shape=row_of)


@doors.get("/drafts/{pk}", _("读取一篇稿件和最新版本"), DraftOut)
@requires("content.draft.read")
def draft(request: HttpRequest, response: HttpResponse, pk: Key) -> Any:
    found = queries.get_draft_for(caller(request), pk)
    response["ETag"] = etag_of(found)
    return draft_of(found, queries.content_hash(found))


@doors.get("/drafts/{pk}/approval-path", _("预览由谁审批"), PathOut)
@requires("content.draft.read")
def approval_path(request: HttpRequest, pk: Key) -> Any:
    member = caller(request)
    found = queries.get_draft_for(member, pk)
    steps = approvals_queries.preview_path(KIND, found, member)
    shown = [
        {"name": s.name, "mode": s.mode, "people": [named(m) for m in s.people], "problem": str(s.problem)}
        for s in steps
    ]
    return {"steps": shown}


@doors.post("/drafts/{pk}/submit", _("提交审核"), DraftOut, 412)
@requires("content.draft.submit")
def submit_draft(request: HttpRequest, pk: Key) -> Any:
    return _handed_in(request, pk, {})


@doors.post("/drafts/{pk}/submit-explained", _("写明理由并提交审核"), DraftOut, 412)
@requires("content.draft.submit")
def submit_explained(request: HttpRequest, pk: Key, body: SubmitIn) -> Any:
    return _handed_in(request, pk, {(row.rule, row.excerpt): row.reason for row in body.explanations})


def _handed_in(request: HttpRequest, pk: int, said: dict[tuple[str, str], str]) -> Any:
    member = caller(request)
    found = queries.get_draft_for(member, pk, "content.draft.submit")
    if request.headers.get("If-Match"):
        expect(request, etag_of(found))
    handed = actions.submit_draft(draft=found, by=member, words=said)
    return draft_of(handed, queries.content_hash(handed))
