"""Free publishing: accepted at once, finished later."""

# ruff: noqa: S608 - only our own table and column names are joined in; every value is bound
from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterable

from sandbox.gateway import Call
from sandbox.store import Json, Row, dumps, loads
from sandbox.wechat import articles, drafts
from sandbox.wechat.errors import OK, Refused
from sandbox.wechat.registry import endpoint

SUCCESS, PUBLISHING, DELETED_BY_AUTHOR, BANNED = 0, 1, 5, 6
FIRST_PUBLISH_ID = 100_000_000
MSG_DATA_ID_AHEAD = 2_147_483_650


@endpoint("/cgi-bin/freepublish/submit", publish_right=True, daily_limit=100, durable=True)
def submit(call: Call) -> Json:
    """Accept a draft for publication. Errcode 0 says accepted, no more; there is no idempotency key."""
    draft = drafts.find_draft(call, call.body.get("media_id"))
    world = call.world
    number = max(FIRST_PUBLISH_ID, world.store.number("SELECT max(publish_id) FROM publications")) + 1
    failing = world.draw(("publish_fails",), endpoint=call.endpoint, appid=call.appid)
    planned = failing[0].body.publish_status if failing else SUCCESS
    world.store.insert(
        "publications", publish_id=number, appid=call.appid, media_id=draft["media_id"], articles=draft["articles"],
        msg_data_id=MSG_DATA_ID_AHEAD + number, article_id=secrets.token_urlsafe(32), base_url=call.base_url,
        submitted_at=call.now, due_at=call.now + world.settings.publish_seconds, planned=planned, status=PUBLISHING,
        fail_idx=dumps(failing[0].body.fail_idx if failing else []),
    )  # fmt: skip
    if world.settings.draft_vanishes == "submit":
        world.store.run("UPDATE drafts SET gone = 'published' WHERE number = ?", draft["number"])
    call.note = loads(draft["articles"])[0]["title"]
    return {**OK, "publish_id": _told_id(call, number), "msg_data_id": MSG_DATA_ID_AHEAD + number}


@endpoint("/cgi-bin/freepublish/get", publish_right=True, daily_limit=10_000)
def get_status(call: Call) -> Json:
    given = str(call.body.get("publish_id", ""))
    row = call.world.store.row(
        "SELECT * FROM publications WHERE publish_id = ? AND appid = ?",
        int(given) if given.isdecimal() and len(given) < 18 else -1, call.appid,
    )  # fmt: skip
    if row is None:
        raise Refused(53502)
    told = status_of(row, published_rows(call, row))
    return {**told, "publish_id": _told_id(call, row["publish_id"])}


def status_of(row: Row, published: Iterable[Row]) -> Json:
    """publish_status with what belongs to it; before the end nothing else is told."""
    told: Json = {"publish_id": str(row["publish_id"]), "publish_status": row["status"], "fail_idx": []}
    if row["status"] in (SUCCESS, DELETED_BY_AUTHOR, BANNED):
        items = [{"idx": one["idx"], "article_url": article_url(row["base_url"], one["key"])} for one in published]
        told |= {"article_id": row["article_id"], "article_detail": {"count": len(items), "item": items}}
    elif row["status"] != PUBLISHING:
        told["fail_idx"] = loads(row["fail_idx"])
    return told


def published_rows(call: Call, row: Row) -> list[Row]:
    return call.world.store.rows("SELECT * FROM articles WHERE publish_id = ? ORDER BY idx", row["publish_id"])


def article_url(base_url: str, key: str) -> str:
    return f"{base_url}/s/{key}"


@endpoint("/cgi-bin/freepublish/batchget", publish_right=True, daily_limit=10_000)
def batch_get(call: Call) -> Json:
    """Finished publications, newest first; those still in the works are not listed."""
    offset, count, content = drafts.page_of(call)
    store = call.world.store
    listed = store.rows(
        "SELECT publish_id FROM publications WHERE appid = ? AND status = 0"
        " ORDER BY settled_at DESC, publish_id DESC LIMIT ? OFFSET ?",
        call.appid, count, offset,
    )  # fmt: skip
    marks = ", ".join("?" * len(listed))
    rows = store.rows(
        f"SELECT * FROM articles WHERE publish_id IN ({marks}) ORDER BY publish_id, idx",
        *(row["publish_id"] for row in listed),
    )
    groups = {number: list(group) for number, group in itertools.groupby(rows, key=lambda row: row["publish_id"])}
    items = [_batch_item(call, groups[row["publish_id"]], content=content) for row in listed]
    total = store.number("SELECT count(*) FROM publications WHERE appid = ? AND status = 0", call.appid)
    return {"total_count": total, "item_count": len(items), "item": items}


def _batch_item(call: Call, rows: list[Row], *, content: bool) -> Json:
    at = int(rows[0]["published_at"])
    news = [_told_article(call, row, content=content) for row in rows]
    return {
        "article_id": rows[0]["article_id"],
        "content": {"news_item": news, "create_time": at, "update_time": at},
        "update_time": at,
    }


@endpoint("/cgi-bin/freepublish/getarticle", publish_right=True, daily_limit=10_000)
def get_article(call: Call) -> Json:
    return {"news_item": [_told_article(call, row) for row in _find_article(call)]}


@endpoint("/cgi-bin/freepublish/delete", publish_right=True, daily_limit=100, durable=True)
def delete_article(call: Call) -> Json:
    """Delete one article (index counts from 1) or, without index, the whole message; it cannot be undone."""
    rows = _find_article(call)
    index = call.body.get("index", 0) or 0
    if not isinstance(index, int) or not 0 <= index <= len(rows):
        raise Refused(40114)
    store, article_id = call.world.store, rows[0]["article_id"]
    if index:
        store.run("UPDATE articles SET is_deleted = 1 WHERE article_id = ? AND idx = ?", article_id, index)
    else:
        store.run("UPDATE articles SET is_deleted = 1 WHERE article_id = ?", article_id)
    left = store.number("SELECT count(*) FROM articles WHERE article_id = ? AND is_deleted = 0", article_id)
    if not left:
        store.run("UPDATE publications SET status = ? WHERE article_id = ?", DELETED_BY_AUTHOR, article_id)
    call.note = rows[0]["title"]
    return dict(OK)


def _find_article(call: Call) -> list[Row]:
    rows = call.world.store.rows(
        "SELECT * FROM articles WHERE article_id = ? AND appid = ? ORDER BY idx",
        str(call.body.get("article_id", "")), call.appid,
    )  # fmt: skip
    if not rows:
        raise Refused(53600)
    return rows


def _told_article(call: Call, row: Row, *, content: bool = True) -> Json:
    url = article_url(call.base_url, row["key"])
    told = articles.told(loads(row["body"]), base_url=call.base_url, url=url, content=content)
    return {**told, "is_deleted": bool(row["is_deleted"])}


def _told_id(call: Call, number: int) -> str | int:
    return number if call.world.settings.publish_id_as_number else str(number)
