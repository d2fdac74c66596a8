"""The emulator of B 站: four hosts of the platform below one path."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.bilibili import access, signing, uploads, webhooks, works
from sandbox.bilibili.access import NAME
from sandbox.consent import Consent, consent_endpoint
from sandbox.desk import Door, Handler, Refused, fields_of, settle
from sandbox.emulators import Seen
from sandbox.gateway import Answer, Call
from sandbox.settings import AppIn, FaultIn
from sandbox.store import Json
from sandbox.things import Things
from sandbox.window import file_route, post_route
from sandbox.world import World

POST = ("POST",)
GET = ("GET",)
ARC, ART = "/arcopen/fn/archive", "/arcopen/fn/article"
FAULTS = {
    "throttle": (127306, "too frequent"),
    "expired_token": (127001, "access_token is invalid"),
    "duplicate": (123015, "title is duplicate"),
}
CONSENT = Consent(
    NAME, "哔哩哔哩", ("提交和管理视频稿件", "发布和管理专栏文章", "读取稿件与账号数据"), back_field="gourl"
)

OPEN_DOORS: dict[str, Handler] = {  # not signed
    "/x/account-oauth2/v1/token": access.token,
    "/x/account-oauth2/v1/refresh_token": access.refresh_token,
    "/video/v2/part/upload": uploads.part,
    "/video/v2/upload": uploads.whole,
}
DOORS: dict[str, Door] = {  # signed, with the account's token
    "/arcopen/fn/user/account/info": Door(access.account_info, methods=GET),
    "/arcopen/fn/user/account/scopes": Door(access.account_scopes, methods=GET),
    f"{ARC}/video/init": Door(uploads.init, methods=POST),
    f"{ARC}/video/complete": Door(uploads.complete, methods=POST),
    f"{ARC}/cover/upload": Door(uploads.cover, methods=POST),
    f"{ARC}/type/list": Door(works.types, methods=GET),
    f"{ARC}/add-by-utoken": Door(works.add_video, methods=POST),
    f"{ARC}/view": Door(works.view, methods=GET),
    f"{ARC}/viewlist": Door(works.viewlist, methods=GET),
    f"{ARC}/delete": Door(works.delete, methods=POST),
    f"{ART}/upload/image": Door(uploads.image, methods=POST),
    f"{ART}/add": Door(works.add_article, methods=POST),
    f"{ART}/detail": Door(works.article_detail, methods=GET),
    f"{ART}/list": Door(works.article_list, methods=GET),
    f"{ART}/delete": Door(works.article_delete, methods=POST),
    "/arcopen/fn/data/arc/stat": Door(works.arc_stat, methods=GET),
    "/arcopen/fn/data/art/stat": Door(works.art_stat, methods=GET),
}
NEEDS = {
    "/arcopen/fn/archive": "ARC_BASE",
    "/arcopen/fn/article": "ATC_BASE",
    "/arcopen/fn/data/arc": "ARC_DATA",
    "/arcopen/fn/data/art": "ATC_DATA",
}


class Bilibili:
    """Fulfils sandbox.emulators.Emulator."""

    name = NAME
    label = "哔哩哔哩"

    def recognise(self, call: Call) -> str:
        if key := call.headers.get("x-bili-accesskeyid"):
            return key
        given = fields_of(call)
        upload = Things(call.world.store, NAME).get("upload", given.get("upload_token", ""))
        return upload.appid if upload else given.get("client_id", "")

    def perform(self, call: Call) -> Json | Answer:
        try:
            answer = self._done(call)
        except Refused as no:
            return refused(no)
        return Answer({"code": 0, "message": "0", "ttl": 1, "request_id": "sandbox", "data": answer.get("", answer)})

    def _done(self, call: Call) -> Json:
        if free := OPEN_DOORS.get(call.endpoint):
            return free(call)
        door = DOORS.get(call.endpoint)
        if door is None:
            raise Refused(-404, "no such interface")
        if call.method not in door.methods:
            raise Refused(4005, "method is invalid")
        app = signing.check(call, Things(call.world.store, NAME))
        access.check_token(call)
        needed = next((scope for path, scope in NEEDS.items() if call.endpoint.startswith(path)), "")
        if needed and needed not in access.scopes_of(app):
            raise Refused(127007, "no permission of the interface")
        return door.handler(call)

    def refusal(self, fault: FaultIn) -> Json | Answer:
        code, words = FAULTS.get(fault.kind, (fault.errcode, "injected"))
        return refused(Refused(code, words))

    def posts(self, world: World, app: AppIn) -> list[Seen]:
        return works.seen(world, app)

    def pages(self, world: World) -> list[BaseRoute]:
        async def verify(request: Request) -> Response:
            """The console's button: check the developer's address."""
            app = world.app(str(json.loads(await request.body() or b"{}").get("appid", "")))
            return JSONResponse(await webhooks.verify(world, app) if app else {"ok": False, "note": "没有这个应用"})

        consent = consent_endpoint(world, CONSENT)
        return [
            Route(f"/{NAME}/pc/account-pc/auth/oauth", consent, methods=["GET"]),
            Route(f"/{NAME}/h5/account-h5/auth/oauth", consent, methods=["GET"]),
            Route(f"/{NAME}/_console/verify", verify, methods=["POST"]),
            file_route(world, NAME),
            post_route(world, f"/{NAME}/read/{{key:str}}", self.label, self.posts, platform=NAME),
            post_route(world, f"/{NAME}/video/{{key:str}}", self.label, self.posts, platform=NAME),
        ]

    def tick(self, world: World) -> None:
        for kept in settle(world, Things(world.store, NAME)):
            app = world.app(kept.appid)
            if app is not None and kept.kind == works.VIDEO:
                webhooks.tell(world, app, kept)


def refused(no: Refused) -> Answer:
    return Answer({"code": no.code, "message": no.words, "ttl": 1, "request_id": "sandbox"}, code=no.code)


EMULATOR = Bilibili()
