"""After an unknown outcome: is the status there? Reads only.

The Idempotency-Key is honoured by Mastodon itself but not by every server, so the account's own list decides: a status of ours with the
same words, made after we began. The list is read back to that moment; nothing found means NO as things stand.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.platforms.connectors.mastodon import limits, wording
from masthead.platforms.connectors.mastodon.client import Client
from masthead.platforms.contract import Found, LookUp, Post, Remote

Status = Mapping[str, Any]


def look_up(client: Client, post: Post, remote: Remote) -> LookUp:
    """YES with what it is, NO as things stand."""
    if remote.get("status_id"):
        return LookUp(Found.YES, dict(remote), _("平台已给出内容编号。"))
    account_id = str(remote.get("account_id") or account_of(client)["id"])
    began = int(remote.get("started_at") or 0) or int(clock.now().timestamp()) - limits.SLACK_SECONDS
    ours = wording.status_text(post)
    for status in _listed(client, account_id, began - limits.SLACK_SECONDS):
        if wording.same_words(ours, str(status.get("content") or "")):
            return LookUp(Found.YES, facts_of(status), _("在账号的内容列表中找到了这个版本。"))
    return LookUp(Found.NO, note=_("账号的内容列表中没有这个版本。"))


def account_of(client: Client) -> Mapping[str, Any]:
    """Whom the token speaks for."""
    found = client.get("/api/v1/accounts/verify_credentials")
    return found if isinstance(found, Mapping) and found.get("id") else {"id": ""}


def facts_of(status: Status) -> Remote:
    """What a status tells of itself; a server without web pages gives no `url`."""
    url = str(status.get("url") or status.get("uri") or "")
    return {"status_id": str(status["id"]), "url": url, "uri": str(status.get("uri") or "")}


def moment_of(status: Status) -> dt.datetime:
    """When it was made; now, when the server does not say."""
    try:
        found = dt.datetime.fromisoformat(str(status.get("created_at") or ""))
    except ValueError:
        return clock.now()
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _listed(client: Client, account_id: str, since: int) -> Iterator[Status]:
    """Own statuses, newest first, until they are older than our beginning."""
    cursor: dict[str, str] = {}
    for _page in range(limits.PAGES):
        found = client.get(
            f"/api/v1/accounts/{account_id}/statuses", limit=limits.PAGE, exclude_reblogs="true", **cursor
        )
        rows = [row for row in found if isinstance(row, Mapping) and row.get("id")] if isinstance(found, list) else []
        for status in rows:
            if moment_of(status).timestamp() >= since:
                yield status
        if not rows or moment_of(rows[-1]).timestamp() < since:
            return
        cursor = {"max_id": str(rows[-1]["id"])}
