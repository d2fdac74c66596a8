"""The account of the contract suite at the emulator of B 站."""

from dataclasses import replace
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from masthead.platforms.abilities import Ability
from masthead.platforms.connectors.bilibili.connector import BilibiliConnector
from masthead.platforms.contract import Channel, Post
from masthead.platforms.stand import SandboxStand, marker_of
from masthead.platforms.testing import make_video_post

APP, SECRET = "bili_suite", "bilibili-suite-secret"
BACK = "http://127.0.0.1:9/back"


class BilibiliStand(SandboxStand):
    name = "bilibili"
    connector = BilibiliConnector()
    publish_call = "add-by-utoken"
    offers = frozenset({Ability.PUBLISH, Ability.WITHDRAW, Ability.FIGURES})
    app_options: ClassVar[dict[str, str]] = {}

    def prepare(self) -> None:
        self.server.add_app(APP, SECRET, platform="bilibili", redirect_uri=BACK, options=self.app_options)
        self.keeper.texts["test:secret"] = SECRET
        self.authorise()

    def authorise(self) -> None:
        """A person agrees."""
        address = self.connector.authorise_url(self.channel(), BACK, "s1")
        answer = self.server.http.get(f"{address}&auto=1")
        code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
        self.grant = self.connector.exchange(self.channel(), code, BACK)
        self.keeper.texts["test:grant"] = self.grant.refresh_token

    def channel(self) -> Channel:
        return Channel(
            account_id=1, platform=self.name, base_url=self.server.url_of("bilibili"), app_id=APP, secret_ref="test:secret",
            grant_ref="test:grant", options={"tid": "21"},
        )  # fmt: skip

    def post(self, mark: str) -> Post:
        return replace(make_video_post(mark), marker=marker_of(mark), options={"tid": "21"})

    def count(self, mark: str) -> int:
        return self.server.http.get(f"{self.server.base_url}/feed/bilibili/{APP}").text.count(f">{mark}<")


STAND = BilibiliStand
