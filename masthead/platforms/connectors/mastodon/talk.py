"""What readers write: replies below a status, private messages among the notifications."""

from collections.abc import Mapping
from typing import Any

from masthead.platforms.connectors.mastodon import limits, wording
from masthead.platforms.connectors.mastodon.client import Client
from masthead.platforms.connectors.mastodon.look_up import moment_of
from masthead.platforms.contract import Comment, CommentPage, Message, MessagePage, Remote


def comments_of(client: Client, remote: Remote) -> CommentPage:
    """All replies of others below the status; the server gives them in one piece."""
    ours = str(remote["status_id"])
    told = client.get(f"/api/v1/statuses/{ours}/context")
    rows = told.get("descendants") if isinstance(told, Mapping) else None
    mine = str(remote.get("account_id") or "")
    found = [
        _comment(row, ours)
        for row in rows or ()
        if isinstance(row, Mapping) and row.get("id") and not _is_by(row, mine)
    ]
    return CommentPage(sorted(found, key=lambda c: c.at, reverse=True))


def _comment(status: Mapping[str, Any], ours: str) -> Comment:
    author, parent = _author(status), str(status.get("in_reply_to_id") or "")
    return Comment(
        key=str(status["id"]),
        author=str(author.get("display_name") or author.get("acct") or ""),
        text=wording.plain(str(status.get("content") or "")),
        at=moment_of(status),
        author_key=str(author.get("acct") or ""),
        parent_key="" if parent == ours else parent,
        url=str(status.get("url") or status.get("uri") or ""),
    )


def messages_of(client: Client, cursor: str) -> MessagePage:
    """Direct mentions, newest first; the cursor is the last notification seen, whatever it was."""
    params = {"max_id": cursor} if cursor else {}
    told = client.get("/api/v1/notifications", limit=limits.PAGE, **{"types[]": "mention"}, **params)
    rows = [row for row in told if isinstance(row, Mapping)] if isinstance(told, list) else []
    found = [_message(row["status"]) for row in rows if _is_direct(row)]
    return MessagePage(found, str(rows[-1].get("id") or "") if len(rows) == limits.PAGE else "")


def _is_direct(row: Mapping[str, Any]) -> bool:
    status = row.get("status")
    return row.get("type") == "mention" and isinstance(status, Mapping) and status.get("visibility") == "direct"


def _message(status: Mapping[str, Any]) -> Message:
    author = _author(status)
    return Message(
        key=str(status["id"]),
        sender_key=str(author.get("acct") or author.get("id") or ""),
        sender=str(author.get("display_name") or author.get("acct") or ""),
        kind="picture" if status.get("media_attachments") else "text",
        text=wording.plain(str(status.get("content") or "")),
        at=moment_of(status),
    )


def _author(status: Mapping[str, Any]) -> Mapping[str, Any]:
    found = status.get("account")
    return found if isinstance(found, Mapping) else {}


def _is_by(status: Mapping[str, Any], account_id: str) -> bool:
    return bool(account_id) and str(_author(status).get("id")) == account_id
