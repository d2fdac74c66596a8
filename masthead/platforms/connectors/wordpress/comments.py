"""Readers' comments, our answers, and how many there are."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.connectors.wordpress import html, limits
from masthead.platforms.connectors.wordpress.client import Answer, SiteClient
from masthead.platforms.contract import Comment, CommentPage, FigureBatch, FigureRow, Remote
from masthead.platforms.http import gateway_fault

FIELDS = "id,post,parent,author,author_name,date_gmt,content,link,status"
VERDICTS = {"approve": "approved", "hold": "hold", "spam": "spam"}
Row = Mapping[str, Any]


def listed(client: SiteClient, remote: Remote, cursor: str) -> CommentPage:
    """Newest first, those that wait for release too where the user may see them; our own answers are left out."""
    page = int(cursor) if cursor.isdigit() else 1
    answer = _asked(client, str(remote.get("post_id", "")), page)
    own = str(remote.get("author_key", ""))
    rows = [row for row in answer.body if isinstance(row, dict)]
    comments = [_comment(row) for row in rows if not own or str(row.get("author") or 0) != own]
    return CommentPage(comments, str(page + 1) if page < answer.pages else "")


def _asked(client: SiteClient, post_id: str, page: int) -> Answer:
    params: dict[str, str | int] = {
        "post": post_id, "per_page": limits.COMMENT_PAGE, "page": page, "orderby": "date_gmt", "order": "desc", "_fields": FIELDS,
    }  # fmt: skip
    try:
        return _list(client.get("wp/v2/comments", **params, status="all", context="edit"))
    except PlatformFault as fault:
        if fault.platform_code not in ("rest_forbidden_context", "rest_forbidden_param", "rest_forbidden"):
            raise
    return _list(client.get("wp/v2/comments", **params))


def _list(answer: Answer) -> Answer:
    if not isinstance(answer.body, list):
        raise gateway_fault(200, repeatable=True)
    return answer


def reply(client: SiteClient, remote: Remote, comment: Comment, text: str) -> str:
    """Our answer below the comment. One with the same words that is there already is ours from an earlier try."""
    if found := _said_before(client, remote, comment, text):
        return found
    given = {"post": int(remote["post_id"]), "parent": int(comment.key), "content": text}
    try:
        answer = client.post("wp/v2/comments", given, repeatable=False).body
    except PlatformFault as fault:
        if fault.platform_code == "comment_duplicate" and (found := _said_before(client, remote, comment, text)):
            return found
        raise
    if not isinstance(answer, dict) or not answer.get("id"):
        raise gateway_fault(201, repeatable=False)
    return str(answer["id"])


def below(client: SiteClient, remote: Remote, text: str) -> str:
    """Our own comment directly below the post: to the site, an answer to nobody."""
    return reply(client, remote, Comment("0", "", "", clock.now()), text)


def _said_before(client: SiteClient, remote: Remote, comment: Comment, text: str) -> str:
    rows = client.get(
        "wp/v2/comments", parent=comment.key, post=str(remote["post_id"]), per_page=limits.PAGE_MOST, _fields=FIELDS
    ).body
    own, words = str(remote.get("author_key", "")), _bare(text)
    for row in rows if isinstance(rows, list) else []:
        if (
            isinstance(row, dict)
            and row.get("author")
            and own in ("", str(row["author"]))
            and _bare(_text(row)) == words
        ):
            return str(row["id"])
    return ""


def moderate(client: SiteClient, key: str, verdict: str) -> None:
    """Release a comment, hold it back, or call it spam. Doing it twice does no harm."""
    if verdict not in VERDICTS:
        raise ValueError(f"no verdict «{verdict}»")
    client.post(f"wp/v2/comments/{key}", {"status": VERDICTS[verdict]})


def counted(client: SiteClient, day: dt.date, refs: Sequence[str]) -> FigureBatch:
    """Released comments per post, as a total up to now. Readers are not counted by the site itself."""
    if day > clock.today():
        return FigureBatch((), complete=False)
    rows = []
    for ref in list(dict.fromkeys(refs))[: limits.FIGURE_REFS]:
        try:
            answer = client.get("wp/v2/comments", post=ref, per_page=1, _fields="id")
        except PlatformFault as fault:
            if fault.kind == FaultKind.REJECTED or fault.platform_code == "rest_cannot_read_post":
                continue  # gone or hidden: it has no figures
            raise
        rows.append(FigureRow(ref, "comment_count", day, answer.total, running=True))
    return FigureBatch(rows, complete=True)


def _comment(row: Row) -> Comment:
    parent = row.get("parent") or 0
    name = html.plain(str(row.get("author_name") or "")) or _("匿名")
    return Comment(
        key=str(row["id"]), author=name, text=_text(row), at=_moment(str(row.get("date_gmt", ""))),
        author_key=str(row.get("author") or ""), parent_key=str(parent) if parent else "", url=str(row.get("link", "")),
    )  # fmt: skip


def _text(row: Row) -> str:
    content = row.get("content")
    if not isinstance(content, dict):
        return ""
    return html.plain(str(content.get("rendered") or content.get("raw") or ""))


def _bare(text: str) -> str:
    """Sites turn quotes and dashes into typographic ones: only letters and figures are compared."""
    return "".join(c for c in text if c.isalnum())


def _moment(said: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(said)
    except ValueError:
        return clock.now()
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
