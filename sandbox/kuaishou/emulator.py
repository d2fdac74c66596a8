"""The emulator of 快手: its calls by path, its refusals, its pages."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.consent import Consent, consent_endpoint
from sandbox.desk import Door, Refused, fields_of, settle
from sandbox.emulators import Seen
from sandbox.gateway import Answer, Call
from sandbox.kuaishou import access, photos, uploads
from sandbox.kuaishou.access import NAME
from sandbox.settings import AppIn, FaultIn
from sandbox.store import Json
from sandbox.things import Things
from sandbox.window import file_route, post_route
from sandbox.world import World

POST = ("POST",)
GET = ("GET",)
FAULTS = {
    "throttle": (400002, "rate limit"),
    "expired_token": (100200108, "access_token expired"),
    "duplicate": (120002, "upload token used"),
}
CONSENT = Consent(NAME, "快手", ("发布视频", "读取自己的视频和数据", "删除自己的视频"), app_field="app_id")

DOORS: dict[str, Door] = {
    "/oauth2/access_token": Door(access.access_token, token=False),
    "/oauth2/refresh_token": Door(access.refresh_token, token=False),
    "/openapi/user_info": Door(access.user_info, methods=GET),
    "/openapi/photo/start_upload": Door(uploads.start_upload, methods=POST),
    "/openapi/photo/publish": Door(photos.publish, methods=POST),
    "/openapi/photo/list": Door(photos.listing, methods=GET),
    "/openapi/photo/info": Door(photos.info, methods=GET),
    "/openapi/photo/count": Door(photos.counts, methods=GET),
    "/openapi/photo/delete": Door(photos.delete),
    "/api/upload": Door(uploads.whole, token=False, methods=POST),
    "/api/upload/multipart": Door(uploads.whole, token=False, methods=POST),
    "/api/upload/fragment": Door(uploads.fragment, token=False, methods=POST),
    "/api/upload/resume": Door(uploads.resume, token=False, methods=GET),
    "/api/upload/complete": Door(uploads.complete, token=False, methods=POST),
}


class Kuaishou:
    """Fulfils sandbox.emulators.Emulator."""

    name = NAME
    label = "快手"

    def recognise(self, call: Call) -> str:
        given = fields_of(call)
        if upload := Things(call.world.store, NAME).get("upload", given.get("upload_token", "")):
            return upload.appid
        return given.get("app_id", "")

    def perform(self, call: Call) -> Json | Answer:
        door = DOORS.get(call.endpoint)
        try:
            if door is None or call.method not in door.methods:
                raise Refused(100200100, "no such interface")
            if door.token:
                access.check_token(call)
            return Answer(door.handler(call))
        except Refused as no:
            return refused(no)

    def refusal(self, fault: FaultIn) -> Json | Answer:
        code, words = FAULTS.get(fault.kind, (fault.errcode, "injected"))
        return refused(Refused(code, words))

    def posts(self, world: World, app: AppIn) -> list[Seen]:
        return photos.seen(world, app)

    def pages(self, world: World) -> list[BaseRoute]:
        async def take_back(request: Request) -> Response:
            """The account's owner takes the authorisation back in the app."""
            app = world.app(str(json.loads(await request.body() or b"{}").get("appid", "")))
            if app is None:
                return JSONResponse({"error": "no such account"}, status_code=404)
            access.take_back(world, app)
            return JSONResponse({"ok": True})

        return [
            Route(f"/{NAME}/oauth2/authorize", consent_endpoint(world, CONSENT), methods=["GET"]),
            Route(f"/{NAME}/_reader/take_back", take_back, methods=["POST"]),
            file_route(world, NAME),
            post_route(world, f"/{NAME}/short-video/{{key:str}}", self.label, self.posts, platform=NAME),
        ]

    def tick(self, world: World) -> None:
        for _settled in settle(world, Things(world.store, NAME)):
            pass  # the platform pushes no event when a video is decided


def refused(no: Refused) -> Answer:
    return Answer({"result": no.code, "error": no.words, "error_msg": no.words}, code=no.code)


EMULATOR = Kuaishou()
