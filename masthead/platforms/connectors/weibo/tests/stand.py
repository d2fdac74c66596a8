"""The account of the contract suite at the emulator of 微博."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from masthead.platforms.abilities import Ability
from masthead.platforms.connectors.weibo.connector import WeiboConnector
from masthead.platforms.contract import Channel, Form, Post, Remote
from masthead.platforms.stand import SandboxStand, marker_of
from masthead.platforms.testing import make_article

APP, SECRET, DOMAIN = "weibo_suite", "weibo-suite-secret", "yunling-tea.example"
BACK = "http://127.0.0.1:9/back"


class WeiboStand(SandboxStand):
    name = "weibo"
    connector = WeiboConnector()
    publish_call = "statuses/share.json"
    offers = frozenset({Ability.PUBLISH, Ability.WITHDRAW, Ability.COMMENTS, Ability.FIGURES})
    replies = True
    tier = "free"

    def prepare(self) -> None:
        self.server.add_app(
            APP, SECRET, platform="weibo", redirect_uri=BACK, options={"safe_domain": DOMAIN, "tier": self.tier}
        )
        self.keeper.texts["test:secret"] = SECRET
        self.grant = self.connector.exchange(self.channel(), self.code(), BACK)
        self.keeper.texts["test:grant"] = self.grant.access_token

    def code(self) -> str:
        """A person agrees at once."""
        address = self.connector.authorise_url(self.channel(), BACK, "s1")
        answer = self.server.http.get(f"{address}&auto=1")
        return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]

    def channel(self) -> Channel:
        return Channel(
            account_id=1, platform=self.name, base_url=self.server.url_of("weibo"), app_id=APP, secret_ref="test:secret",
            grant_ref="test:grant", options=self.options(),
        )  # fmt: skip

    def options(self) -> dict[str, str]:
        return {"safe_domain": DOMAIN, "tier": self.tier}

    def post(self, mark: str) -> Post:
        made = make_article(mark, pictures=1)
        return replace(
            made,
            marker=marker_of(mark),
            form=Form.PICTURES,
            link=f"https://www.{DOMAIN}/spring",
            options=self.options(),
        )

    def count(self, mark: str) -> int:
        page = self.server.http.get(f"{self.server.base_url}/feed/weibo/{APP}").text
        return page.count(mark)

    def comment(self, remote: Remote, text: str) -> None:
        given = {"appid": APP, "post": remote["status_id"], "text": text}
        self.server.http.post(f"{self.server.url_of('weibo')}/_reader/comment", json=given).raise_for_status()


STAND = WeiboStand
