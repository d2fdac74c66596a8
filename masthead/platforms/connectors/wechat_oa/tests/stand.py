"""The account of the contract suite at the WeChat emulator."""

from dataclasses import replace

from masthead.platforms.connectors.wechat_oa.connector import WechatConnector
from masthead.platforms.contract import Ability, Channel, Post, Remote
from masthead.platforms.stand import SandboxStand, marker_of
from masthead.platforms.testing import make_article


class WechatStand(SandboxStand):
    name = "wechat_oa"
    connector = WechatConnector()
    publish_call = "freepublish/submit"
    offers = frozenset({Ability.PUBLISH, Ability.WITHDRAW, Ability.COMMENTS})
    replies = True

    def prepare(self) -> None:
        self.server.add_app("wx_suite", "suite-secret")
        self.keeper.texts["test:secret"] = "suite-secret"

    def channel(self) -> Channel:
        return Channel(
            account_id=1,
            platform=self.name,
            base_url=self.server.wechat_url,
            app_id="wx_suite",
            secret_ref="test:secret",
            options={"comments": "open"},
        )

    def post(self, mark: str) -> Post:
        return replace(make_article(mark, pictures=1), marker=marker_of(mark))

    def count(self, mark: str) -> int:
        self.server.wait_until_settled()
        return sum(row["visible"].count(mark) for row in self.server.publications())

    def comment(self, remote: Remote, text: str) -> None:
        self.server.control("wechat/comments", msg_data_id=int(remote["msg_data_id"]), text=text)


STAND = WechatStand
