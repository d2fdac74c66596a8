"""The slow half of publishing: what was accepted becomes an article, or fails; the callback is put on its way."""

from __future__ import annotations

import hashlib
import secrets

from sandbox.clock import day_of
from sandbox.store import Row, dumps, loads
from sandbox.things import Things
from sandbox.wechat.callback_xml import mass_finished, publish_finished
from sandbox.wechat.publish import BANNED, PUBLISHING, SUCCESS, status_of
from sandbox.world import World


def settle_due(world: World) -> int:
    """Finish every publication whose time has come; how many."""
    due = world.store.rows(
        "SELECT * FROM publications WHERE status = ? AND due_at <= ? ORDER BY due_at, publish_id LIMIT 200",
        PUBLISHING, world.now(),
    )  # fmt: skip
    if due:
        with world.store.transaction(durable=True):
            for row in due:
                settle(world, row)
    return len(due)


def settle(world: World, row: Row) -> None:
    """Success puts the articles up; failure gives the draft back to the box."""
    now = world.now()
    world.store.run(
        "UPDATE publications SET status = planned, settled_at = ? WHERE publish_id = ?", now, row["publish_id"]
    )
    if row["planned"] == SUCCESS:
        put_up(world, row, now)
        world.store.run("UPDATE drafts SET gone = 'published' WHERE media_id = ?", row["media_id"])
    else:
        world.store.run("UPDATE drafts SET gone = '' WHERE media_id = ? AND gone = 'published'", row["media_id"])
    announce(world, row, now)


def put_up(world: World, row: Row, now: float) -> None:
    for idx, article in enumerate(loads(row["articles"]), start=1):
        world.store.insert(
            "articles", key=secrets.token_urlsafe(16), article_id=row["article_id"], appid=row["appid"],
            publish_id=row["publish_id"], msg_data_id=row["msg_data_id"], idx=idx, title=article["title"],
            body=dumps(article), published_at=now, published_on=day_of(now).isoformat(),
        )  # fmt: skip


def announce(world: World, row: Row, now: float) -> None:
    """Queue PUBLISHJOBFINISH: once, or twice or never when a fault says so."""
    app = world.app(row["appid"])
    if app is None or not app.callback_url:
        return
    settled = world.store.row("SELECT * FROM publications WHERE publish_id = ?", row["publish_id"])
    assert settled is not None
    published = world.store.rows("SELECT * FROM articles WHERE publish_id = ? ORDER BY idx", row["publish_id"])
    helper = "o" + hashlib.sha256(b"mphelper" + app.appid.encode()).hexdigest()[:27]
    told = status_of(settled, published)
    mass = Things(world.store, "wechat").get("mass_of", str(row["publish_id"]))
    xml = (
        mass_finished(app.gh_id, helper, int(now), mass.body["msg_id"], told)
        if mass
        else publish_finished(app.gh_id, helper, int(now), told)
    )
    struck = world.draw(("callback_lost", "callback_duplicated"), endpoint="PUBLISHJOBFINISH", appid=app.appid)
    kinds = {fault.body.kind for fault in struck}
    for _ in range(2 if "callback_duplicated" in kinds else 1):
        world.store.insert(
            "callbacks", appid=app.appid, publish_id=row["publish_id"], xml=xml, due_at=now,
            state="lost" if "callback_lost" in kinds else "waiting",
        )  # fmt: skip


def ban(world: World, article_id: str) -> int:
    """The platform takes a published message down: publish_status 6; how many articles it had."""
    with world.store.transaction():
        world.store.run("UPDATE publications SET status = ? WHERE article_id = ?", BANNED, article_id)
        return world.store.run("UPDATE articles SET is_deleted = 1 WHERE article_id = ?", article_id)
