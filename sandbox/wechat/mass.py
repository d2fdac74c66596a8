"""Mass sending: one a day for all followers, our own id remembered for a day."""

from __future__ import annotations

from sandbox.clock import day_of
from sandbox.gateway import Call
from sandbox.store import Json
from sandbox.things import Things
from sandbox.wechat import drafts, publish
from sandbox.wechat.errors import OK, Refused
from sandbox.wechat.registry import endpoint

FIRST_MSG_ID = 1_000_000_000
MEMORY_SECONDS = 86_400
STATUS = {0: "SEND_SUCCESS", 1: "SENDING", 5: "DELETE", 6: "DELETE"}


@endpoint("/cgi-bin/message/mass/sendall", publish_right=True, durable=True)
def send_all(call: Call) -> Json:
    """The same clientmsgid within a day: 45065 with the first one's numbers."""
    own = str(call.body.get("clientmsgid", ""))
    if len(own.encode()) > 64:
        raise Refused(45067)
    if not (call.body.get("filter") or {}).get("is_to_all"):
        raise Refused(40152)
    kept = things(call)
    if own and (before := kept.get("mass", f"{call.appid}:{own}")) and call.now - before.at < MEMORY_SECONDS:
        return {"errcode": 45065, "errmsg": "clientmsgid exist", **before.body["told"]}
    _count_day(call, kept)
    call.body["media_id"] = (call.body.get("mpnews") or {}).get("media_id")
    drafts.find_draft(call, call.body["media_id"])
    accepted = publish.submit(call)
    number = FIRST_MSG_ID + kept.count("mass")
    told = {"msg_id": number, "msg_data_id": accepted["msg_data_id"]}
    body = {"told": told, "publish_id": int(accepted["publish_id"]), "msg_id": number}
    kept.put("mass", f"{call.appid}:{own or number}", body, appid=call.appid, at=call.now)
    kept.put("mass_of", str(body["publish_id"]), {"msg_id": number}, appid=call.appid, at=call.now)
    return {**OK, "errmsg": "send job submission success", **told}


@endpoint("/cgi-bin/message/mass/get")
def get_mass(call: Call) -> Json:
    row = _publication(call, str(call.body.get("msg_id", "")))
    return {"msg_id": str(call.body["msg_id"]), "msg_status": STATUS.get(row["status"], "SEND_FAIL")}


@endpoint("/cgi-bin/message/mass/delete", durable=True)
def delete_mass(call: Call) -> Json:
    row = _publication(call, str(call.body.get("msg_id", "")))
    store = call.world.store
    store.run("UPDATE articles SET is_deleted = 1 WHERE publish_id = ?", row["publish_id"])
    store.run("UPDATE publications SET status = 5 WHERE publish_id = ?", row["publish_id"])
    return dict(OK)


def things(call: Call) -> Things:
    return Things(call.world.store, "wechat")


def _publication(call: Call, msg_id: str) -> Json:
    for one in things(call).every("mass", appid=call.appid):
        if str(one.body["msg_id"]) == msg_id:
            row = call.world.store.row("SELECT * FROM publications WHERE publish_id = ?", one.body["publish_id"])
            assert row is not None
            return dict(row)
    raise Refused(40059)


def _count_day(call: Call, kept: Things) -> None:
    allowed = int(call.app.options.get("mass_per_day", "1")) if call.app else 1
    today = [one for one in kept.every("mass", appid=call.appid) if day_of(one.at) == day_of(call.now)]
    if len(today) >= allowed:
        raise Refused(45028)
