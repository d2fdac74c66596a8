"""The emulator of 微博: its calls by path, its refusals, its page."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from sandbox.consent import Consent, consent_endpoint
from sandbox.desk import Door, Refused, fields_of, settle
from sandbox.emulators import Seen
from sandbox.gateway import Answer, Call
from sandbox.settings import AppIn, FaultIn
from sandbox.store import Json
from sandbox.things import Things
from sandbox.weibo import comments, statuses
from sandbox.weibo.access import (
    NAME,
    access_token,
    check_quota,
    check_token,
    get_token_info,
    revokeoauth2,
    token_of,
    uid_of,
)
from sandbox.window import comment_route, file_route, post_route
from sandbox.world import World

POST = ("POST",)
GET = ("GET",)
FAULTS = {
    "throttle": (10023, "User requests out of rate limit!"),
    "expired_token": (21327, "expired_token"),
    "duplicate": (20019, "repeat content!"),
}
CONSENT = Consent(NAME, "微博", ("发布微博、评论", "读取自己的微博、评论和计数"))


def users_show(call: Call) -> Json:
    assert call.app is not None
    mine = statuses.seen(call.world, call.app)
    return {
        "id": int(uid_of(call.app)),
        "idstr": uid_of(call.app),
        "screen_name": call.app.name,
        "followers_count": call.app.followers,
        "statuses_count": len(mine),
    }


DOORS: dict[str, Door] = {
    "/oauth2/access_token": Door(access_token, token=False, methods=POST),
    "/oauth2/get_token_info": Door(get_token_info, token=False, methods=POST),
    "/oauth2/revokeoauth2": Door(revokeoauth2, token=False),
    "/2/statuses/share.json": Door(statuses.share, methods=POST),
    "/2/statuses/update/biz.json": Door(statuses.update, methods=POST),
    "/2/statuses/upload_pic/biz.json": Door(statuses.upload_pic, methods=POST),
    "/2/statuses/upload_url_text/biz.json": Door(statuses.upload_url_text, methods=POST),
    "/2/statuses/destroy.json": Door(statuses.destroy, methods=POST),
    "/2/statuses/destroy/biz.json": Door(statuses.destroy, methods=POST),
    "/2/statuses/show.json": Door(statuses.show, methods=GET),
    "/2/statuses/user_timeline.json": Door(statuses.user_timeline, methods=GET),
    "/2/statuses/count.json": Door(statuses.count, methods=GET),
    "/2/comments/show.json": Door(comments.show, methods=GET),
    "/2/comments/create.json": Door(comments.create, methods=POST),
    "/2/comments/reply.json": Door(comments.reply, methods=POST),
    "/2/users/show.json": Door(users_show, methods=GET),
}


class Weibo:
    """Fulfils sandbox.emulators.Emulator."""

    name = NAME
    label = "微博"

    def recognise(self, call: Call) -> str:
        kept = Things(call.world.store, NAME).get("token", token_of(call))
        return kept.appid if kept else fields_of(call).get("client_id", "")

    def perform(self, call: Call) -> Json | Answer:
        door = DOORS.get(call.endpoint)
        try:
            if door is None:
                raise Refused(10020, "request api not found!", 404)
            if call.method not in door.methods:
                raise Refused(10021, "HTTP METHOD is not suported for this request!", 405)
            if door.token:
                check_token(call)
                assert call.app is not None
                check_quota(call, call.app, post=False)
            answer = door.handler(call)
        except Refused as no:
            return refused(no, call.endpoint)
        return Answer(answer.get("", answer))

    def refusal(self, fault: FaultIn) -> Json | Answer:
        code, words = FAULTS.get(fault.kind, (fault.errcode, "injected"))
        return refused(Refused(code, words, 403), "/2/statuses")

    def posts(self, world: World, app: AppIn) -> list[Seen]:
        return statuses.seen(world, app)

    def pages(self, world: World) -> list[BaseRoute]:
        return [
            Route(f"/{NAME}/oauth2/authorize", consent_endpoint(world, CONSENT), methods=["GET"]),
            file_route(world, NAME),
            comment_route(world, NAME, comments.comment_on),
            post_route(world, f"/{NAME}/{{uid:int}}/{{key:str}}", self.label, self.posts, platform=NAME),
        ]

    def tick(self, world: World) -> None:
        for _settled in settle(world, Things(world.store, NAME)):
            pass  # nobody is called back: the platform has no event for it


def refused(no: Refused, request: str) -> Answer:
    """The code comes as a number here and as text there, as at the platform."""
    body = {"request": request, "error_code": str(no.code) if no.code >= 21000 else no.code, "error": no.words}
    return Answer(body, status=no.status, code=no.code)


EMULATOR = Weibo()
