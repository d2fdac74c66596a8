"""Videos and articles of the account: submit, audit, view, list, delete, figures."""

from __future__ import annotations

import hashlib
import re

from sandbox.bilibili.access import NAME, things_of
from sandbox.bilibili.uploads import upload_of
from sandbox.clock import beijing
from sandbox.desk import (
    DELETED,
    OPEN,
    PENDING,
    REFUSED,
    STATE_WORDS,
    Refused,
    count_up,
    fields_of,
    json_of,
    put_under_audit,
)
from sandbox.emulators import Seen
from sandbox.gateway import Call
from sandbox.settings import AppIn
from sandbox.store import Json
from sandbox.things import Thing, Things
from sandbox.window import grown, is_video
from sandbox.world import World

VIDEO, ARTICLE = "archive", "article"
TYPES = [
    {"id": 160, "name": "生活", "parent": 0, "description": "", "children": [
        {"id": 21, "name": "日常", "parent": 160, "description": ""}, {"id": 250, "name": "出行", "parent": 160, "description": ""}]},
    {"id": 211, "name": "美食", "parent": 0, "description": "", "children": [
        {"id": 213, "name": "美食侦探", "parent": 211, "description": ""}, {"id": 215, "name": "田园美食", "parent": 211, "description": ""}]},
]  # fmt: skip
TIDS = {child["id"] for one in TYPES for child in one["children"]}  # type: ignore[attr-defined]
APART_SECONDS, DAILY, SAME_SECONDS = 30, 5, 600
STATES = {PENDING: (-30, "待审核"), OPEN: (0, "开放浏览"), REFUSED: (-2, "已退回")}
GONE, NO_ARTICLE = 123004, 129004


def types(_call: Call) -> Json:
    return {"": TYPES}


def add_video(call: Call) -> Json:
    upload, given = upload_of(call), json_of(call)
    if not upload.body["sha"] or not is_video(call.world.first_bytes(upload.body["sha"])):
        raise Refused(123003, "video is not uploaded")
    title, tag = str(given.get("title", "")).strip(), str(given.get("tag", ""))
    _judge(
        (not title or len(title) > 80, 123030), (given.get("tid") not in TIDS, 123010), (not tag or len(tag) >= 200, 123022),
        (len(str(given.get("desc", ""))) >= 250, 123014), (given.get("copyright") not in (1, 2), 123013),
        (given.get("copyright") == 2 and not given.get("source"), 123016), (given.get("no_reprint", 0) not in (0, 1), 123012),
    )  # fmt: skip
    _ration(call, VIDEO, title)
    key = (
        "BV1" + hashlib.sha256(f"{call.appid}/{count_up(things_of(call), 'bv', at=call.now)}".encode()).hexdigest()[:9]
    )
    body = {
        "title": title,
        "text": str(given.get("desc", "")),
        "cover": str(given.get("cover", "")),
        "video": upload.body["sha"],
        "given": given,
    }
    with call.world.store.transaction(durable=True):
        _keep(call, VIDEO, key, body)
        things_of(call).put("upload", upload.key, {**upload.body, "used": True}, appid=call.appid)
    return {"resource_id": key}


def add_article(call: Call) -> Json:
    given = json_of(call)
    title, content = str(given.get("title", "")).strip(), str(given.get("content", ""))
    foreign = [
        url for url in re.findall(r'<img[^>]+src="([^"]+)"', content) if not url.startswith(f"{call.base_url}/file/")
    ]
    _judge((not title or len(title) >= 40, 129001), (not content, 129002), (bool(foreign), 129003))
    _ration(call, ARTICLE, title)
    key = str(40_000_000 + count_up(things_of(call), "cv", at=call.now))
    body = {
        "title": title,
        "text": str(given.get("summary", "")),
        "cover": str(given.get("banner", "")),
        "video": "",
        "given": given,
    }
    _keep(call, ARTICLE, key, body)
    return {"article_id": int(key)}


def _judge(*rules: tuple[bool, int]) -> None:
    for broken, code in rules:
        if broken:
            raise Refused(code, "content is rejected")


def _ration(call: Call, kind: str, title: str) -> None:
    """Thirty seconds apart, five a day for accounts that are not official, no title twice."""
    assert call.app is not None
    options, mine = call.app.options, things_of(call).every(kind, appid=call.appid, newest_first=True)
    if any(
        one.body["title"] == title and one.at > call.now - SAME_SECONDS and one.body["state"] != DELETED for one in mine
    ):
        raise Refused(123015, "title is duplicate")
    if mine and call.now - mine[0].at < float(options.get("interval", APART_SECONDS)):
        raise Refused(123026, "too frequent")
    today = beijing(call.now).date()
    if sum(beijing(one.at).date() == today for one in mine) >= int(options.get("daily", DAILY)):
        raise Refused(123036, "daily limit")


def _keep(call: Call, kind: str, key: str, body: Json) -> None:
    things = things_of(call)
    things.put(
        kind, key, {**body, "state": PENDING, "reason": "", "base": call.base_url}, appid=call.appid, at=call.now
    )
    put_under_audit(call, things, kind, key, reason="根据相关规定，该稿件不予通过：画面含有未授权的商标")


def own(call: Call, kind: str, key: str) -> Thing:
    kept = things_of(call).get(kind, key)
    if kept is None or kept.appid != call.appid or kept.body["state"] == DELETED:
        raise Refused(GONE if kind == VIDEO else NO_ARTICLE, "does not exist")
    return kept


def view(call: Call) -> Json:
    return told(own(call, VIDEO, fields_of(call).get("resource_id", "")))


def viewlist(call: Call) -> Json:
    return _listed(call, VIDEO)


def article_detail(call: Call) -> Json:
    return told(own(call, ARTICLE, fields_of(call).get("article_id", "")))


def article_list(call: Call) -> Json:
    return _listed(call, ARTICLE)


def _listed(call: Call, kind: str) -> Json:
    given = fields_of(call)
    wanted = {"is_pubing": (PENDING,), "pubed": (OPEN,), "not_pubed": (REFUSED,)}.get(
        given.get("status", "all"), (PENDING, OPEN, REFUSED)
    )
    found = [
        one for one in things_of(call).every(kind, appid=call.appid, newest_first=True) if one.body["state"] in wanted
    ]
    pn, ps = int(given.get("pn", 1)), min(int(given.get("ps", 10)), 50)
    return {
        "page": {"pn": pn, "ps": ps, "total": len(found)},
        "list": [told(one) for one in found[(pn - 1) * ps : pn * ps]],
    }


def told(kept: Thing) -> Json:
    body, given = kept.body, kept.body["given"]
    state, words = STATES[body["state"]]
    addit = {"state": state, "state_desc": words, "reject_reason": body["reason"]}
    base = {
        "title": body["title"],
        "cover": body["cover"],
        "ctime": int(kept.at),
        "ptime": int(body.get("settled", 0)) if state == 0 else 0,
    }
    if kept.kind == ARTICLE:
        url = f"{body['base']}/read/cv{kept.key}" if state == 0 else ""
        return {"article_id": int(kept.key), **base, "summary": body["text"], "url": url, "addit_info": addit}
    info = {
        "cid": kept.number,
        "filename": body["video"][:16],
        "duration": 12,
        "iframe_url": "",
        "share_url": f"{body['base']}/video/{kept.key}",
    }
    more = {name: given.get(name) for name in ("tid", "no_reprint", "desc", "tag", "copyright")}
    return {"resource_id": kept.key, **base, **more, "video_info": info if state == 0 else {}, "addit_info": addit}


def delete(call: Call) -> Json:
    return _delete(call, VIDEO, str(json_of(call).get("resource_id", "")))


def article_delete(call: Call) -> Json:
    return _delete(call, ARTICLE, str(json_of(call).get("article_id", "")))


def _delete(call: Call, kind: str, key: str) -> Json:
    kept = own(call, kind, key)
    things_of(call).put(kind, key, {**kept.body, "state": DELETED}, appid=kept.appid)
    return {}


def arc_stat(call: Call) -> Json:
    """Some numbers come as text."""
    kept = own(call, VIDEO, fields_of(call).get("resource_id", ""))
    figures = _figures(call.world, kept)
    return {
        "title": kept.body["title"],
        "ptime": int(kept.body.get("settled", 0)),
        **figures,
        "view": str(figures["view"]),
        "danmaku": 0,
    }


def art_stat(call: Call) -> Json:
    ids = [part for part in fields_of(call).get("ids", "").split(",") if part]
    found = [things_of(call).get(ARTICLE, part) for part in ids]
    return {"": {kept.key: _figures(call.world, kept) for kept in found if kept and kept.body["state"] != DELETED}}


def _figures(world: World, kept: Thing) -> dict[str, int]:
    age = world.now() - kept.at if kept.body["state"] == OPEN else 0.0
    most = {"view": 9000, "reply": 60, "favorite": 200, "coin": 150, "share": 80, "like": 700}
    return {name: grown(f"{kept.key}/{name}", age, most=top) for name, top in most.items()}


def seen(world: World, app: AppIn) -> list[Seen]:
    things = Things(world.store, NAME)
    mine = [
        one for kind in (VIDEO, ARTICLE) for one in things.every(kind, appid=app.appid) if one.body["state"] != DELETED
    ]
    return [_seen(one) for one in sorted(mine, key=lambda one: one.number, reverse=True)]


def _seen(one: Thing) -> Seen:
    body = one.body
    shown = re.findall(
        rf"{re.escape(body['base'])}/file/([0-9a-f]+)", f"{body['cover']} {body['given'].get('content', '')}"
    )
    return Seen(
        key=one.key, title=body["title"], text=body["text"], at=one.at, pictures=[f"/{NAME}/file/{sha}" for sha in dict.fromkeys(shown)],
        video=f"/{NAME}/file/{body['video']}" if body["video"] else "", state=STATE_WORDS[body["state"]],
        url=f"/{NAME}/read/cv{one.key}" if one.kind == ARTICLE else f"/{NAME}/video/{one.key}",
    )  # fmt: skip
