"""stub"""
from __future__ import annotations
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from sandbox.wechat.courier import Courier
from sandbox.world import World


class Console:
    def __init__(self, world: World, courier: Courier) -> None:
        self.world, self.courier = world, courier

    def routes(self) -> list[Route]:
        async def home(request: Request) -> Response:
            return Response("沙箱")
        return [Route("/", home)]
