"""The draft box."""

from __future__ import annotations

import secrets

from sandbox.gateway import Call
from sandbox.store import Json, Row, dumps, loads
from sandbox.wechat import articles
from sandbox.wechat.errors import OK, Refused
from sandbox.wechat.registry import endpoint

PAGE_MAX = 20


def find_draft(call: Call, media_id: object) -> Row:
    """A draft that is still in this account's box, or 40007."""
    row = call.world.store.row(
        "SELECT * FROM drafts WHERE media_id = ? AND appid = ? AND gone = ''", str(media_id or ""), call.appid
    )
    if row is None:
        raise Refused(40007)
    return row


def page_of(call: Call) -> tuple[int, int, bool]:
    """offset, count 1..20, with content."""
    offset, count = call.body.get("offset", 0), call.body.get("count", PAGE_MAX)
    if not isinstance(offset, int) or not isinstance(count, int) or offset < 0 or not 1 <= count <= PAGE_MAX:
        raise Refused(40097)
    return offset, count, call.body.get("no_content") not in (1, "1", True)


def preview_url(call: Call, media_id: str, index: int) -> str:
    return f"{call.base_url}/s/tmp-{media_id}-{index}"


def news_items(call: Call, row: Row, *, content: bool = True) -> list[Json]:
    listed = loads(row["articles"])
    return [
        articles.told(one, base_url=call.base_url, url=preview_url(call, row["media_id"], i), content=content)
        for i, one in enumerate(listed)
    ]


@endpoint("/cgi-bin/draft/add", daily_limit=1000)
def add_draft(call: Call) -> Json:
    given = call.body.get("articles")
    if not isinstance(given, list) or not given:
        raise Refused(44003)
    if len(given) > articles.ARTICLES_MAX:
        raise Refused(45008)
    articles.refuse_escapes(call.raw)
    kept = [articles.accept_article(call, one, alone=len(given) == 1) for one in given]
    media_id = secrets.token_urlsafe(48).replace("-", "_")
    call.note = kept[0]["title"]
    call.world.store.insert(
        "drafts", media_id=media_id, appid=call.appid, articles=dumps(kept), created_at=call.now, updated_at=call.now
    )
    return {"media_id": media_id, "item": []}


@endpoint("/cgi-bin/draft/get", daily_limit=5000)
def get_draft(call: Call) -> Json:
    row = find_draft(call, call.body.get("media_id"))
    return {
        "news_item": news_items(call, row),
        "create_time": int(row["created_at"]),
        "update_time": int(row["updated_at"]),
    }


@endpoint("/cgi-bin/draft/update", daily_limit=1000)
def update_draft(call: Call) -> Json:
    """Replaces one article; `articles` is an object here, not a list."""
    row = find_draft(call, call.body.get("media_id"))
    listed = loads(row["articles"])
    index = call.body.get("index", 0)
    if not isinstance(index, int) or not 0 <= index < len(listed):
        raise Refused(40114)
    articles.refuse_escapes(call.raw)
    listed[index] = articles.accept_article(call, call.body.get("articles"), alone=len(listed) == 1)
    call.note = listed[index]["title"]
    call.world.store.run(
        "UPDATE drafts SET articles = ?, updated_at = ? WHERE number = ?", dumps(listed), call.now, row["number"]
    )
    return dict(OK)


@endpoint("/cgi-bin/draft/delete", daily_limit=1000)
def delete_draft(call: Call) -> Json:
    row = find_draft(call, call.body.get("media_id"))
    call.world.store.run("UPDATE drafts SET gone = 'deleted' WHERE number = ?", row["number"])
    return dict(OK)


@endpoint("/cgi-bin/draft/count", methods=("GET",), daily_limit=1000)
def count_drafts(call: Call) -> Json:
    return {"total_count": _total(call)}


@endpoint("/cgi-bin/draft/batchget", daily_limit=1000)
def batch_get_drafts(call: Call) -> Json:
    offset, count, content = page_of(call)
    rows = call.world.store.rows(
        "SELECT * FROM drafts WHERE appid = ? AND gone = '' ORDER BY updated_at DESC, number DESC LIMIT ? OFFSET ?",
        call.appid, count, offset,
    )  # fmt: skip
    items = [
        {
            "media_id": row["media_id"],
            "content": {
                "news_item": news_items(call, row, content=content),
                "create_time": int(row["created_at"]),
                "update_time": int(row["updated_at"]),
            },
            "update_time": int(row["updated_at"]),
        }
        for row in rows
    ]
    return {"total_count": _total(call), "item_count": len(items), "item": items}


def _total(call: Call) -> int:
    return call.world.store.number("SELECT count(*) FROM drafts WHERE appid = ? AND gone = ''", call.appid)
