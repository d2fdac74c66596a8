"""The common half of the emulators that answer JSON by path: a table of calls, refusals, posts under audit, hourly and daily counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from sandbox.gateway import Call
from sandbox.store import Json
from sandbox.things import Thing, Things
from sandbox.world import World

Handler = Callable[[Call], Json]
PENDING, OPEN, REFUSED, DELETED = "pending", "open", "refused", "deleted"
STATE_WORDS = {PENDING: "审核中", OPEN: "", REFUSED: "审核未通过", DELETED: "已删除"}


class Refused(Exception):
    """The platform says no, in its own number and words."""

    def __init__(self, code: int, words: str = "", status: int = 200) -> None:
        super().__init__(words)
        self.code, self.words, self.status = code, words, status


@dataclass(frozen=True)
class Door:
    """One call of the platform. `token` False: it is made without the account's token."""

    handler: Handler
    token: bool = True
    methods: tuple[str, ...] = ("GET", "POST")


def fields_of(call: Call) -> dict[str, str]:
    """Query and form fields as one; files are left out."""
    given = dict(call.query)
    if call.form is not None:
        given |= {name: value for name, value in call.form.items() if isinstance(value, str)}
    elif call.raw and "x-www-form-urlencoded" in call.headers.get("content-type", ""):
        given |= dict(parse_qsl(call.raw.decode(), keep_blank_values=True))
    return given


def json_of(call: Call) -> Json:
    """The JSON object of the body; an empty one for anything else."""
    try:
        given = json.loads(call.raw)
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}


def file_of(call: Call, name: str) -> tuple[str, bytes]:
    """File name and bytes of an uploaded file; ('', b'') when there is none."""
    part = call.form.get(name) if call.form is not None else None
    if part is None or isinstance(part, str):
        return "", b""
    part.file.seek(0)
    return part.filename or "", part.file.read()


def strikes(call: Call, kind: str) -> bool:
    """Does a fault of the kind strike this call's post later?"""
    return bool(call.world.draw((kind,), endpoint=call.endpoint, appid=call.appid))  # type: ignore[arg-type]


def put_under_audit(call: Call, things: Things, kind: str, key: str, *, reason: str) -> None:
    """The post is decided `publish_seconds` later; the fault publish_fails lets it fail."""
    fails = strikes(call, "publish_fails")
    due = call.now + call.world.settings.publish_seconds
    things.put(
        "audit",
        f"{kind}/{key}",
        {"kind": kind, "key": key, "due": due, "reason": reason if fails else ""},
        appid=call.appid,
    )


def settle(world: World, things: Things) -> Iterable[Thing]:
    """Decide what is due; the decided posts."""
    now = world.now()
    for audit in things.every("audit"):
        if audit.body["due"] > now:
            continue
        with world.store.transaction():
            things.drop("audit", audit.key)
            post = things.get(audit.body["kind"], audit.body["key"])
            if post is None or post.body["state"] != PENDING:
                continue
            state = REFUSED if audit.body["reason"] else OPEN
            post.body.update({"state": state, "reason": audit.body["reason"], "settled": now})
            things.put(post.kind, post.key, post.body, appid=post.appid)
        yield post


def count_up(things: Things, key: str, *, at: float) -> int:
    """One more of what is counted under the key (an hour, a day); how many there are now."""
    kept = things.get("count", key)
    total = int(kept.body["n"]) + 1 if kept else 1
    things.put("count", key, {"n": total}, at=at)
    return total
