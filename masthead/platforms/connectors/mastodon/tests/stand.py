"""The account of the contract suite at the emulator, and a reader who answers."""

from dataclasses import replace
from typing import Any

from masthead.platforms.abilities import Ability
from masthead.platforms.connectors.mastodon.connector import MastodonConnector
from masthead.platforms.contract import Channel, Form, Post, Remote
from masthead.platforms.stand import SandboxStand, marker_of
from masthead.platforms.testing import make_article

TOKEN, READER = "yunling-token", "reader-token"


class MastodonStand(SandboxStand):
    name = "mastodon"
    connector = MastodonConnector()
    publish_call = "/api/v1/statuses"
    offers = frozenset({Ability.PUBLISH, Ability.WITHDRAW, Ability.COMMENTS, Ability.MESSAGES, Ability.FIGURES})
    replies = True

    def prepare(self) -> None:
        self.server.add_app(
            "yunling", "client-secret", platform="mastodon", options={"token": TOKEN, "acct": "yunling"}
        )
        self.server.add_app("reader", "reader-secret", platform="mastodon", name="茶友", options={"token": READER})
        self.keeper.texts |= {"test:secret": "client-secret", "test:grant": TOKEN}

    def channel(self) -> Channel:
        return Channel(
            account_id=1, platform=self.name, base_url=self.server.url_of(self.name), app_id="yunling",
            secret_ref="test:secret", grant_ref="test:grant",
        )  # fmt: skip

    def post(self, mark: str) -> Post:
        made = make_article(mark, pictures=1)
        words = f"{mark}：清明前一周，第一批芽头可以采了。"
        return replace(made, marker=marker_of(mark), text=words, tags=["蒙顶山茶"], form=Form.PICTURES)

    def count(self, mark: str) -> int:
        return sum(mark in row["content"] for row in self.listed())

    def comment(self, remote: Remote, text: str) -> None:
        self.call(
            "POST", "/api/v1/statuses", READER, {"status": f"@yunling {text}", "in_reply_to_id": remote["status_id"]}
        )

    def whisper(self, text: str) -> None:
        """A reader writes to the account alone."""
        self.call("POST", "/api/v1/statuses", READER, {"status": f"@yunling {text}", "visibility": "direct"})

    def listed(self) -> list[dict[str, Any]]:
        account = self.call("GET", "/api/v1/accounts/verify_credentials")
        return list(self.call("GET", f"/api/v1/accounts/{account['id']}/statuses?limit=40"))

    def call(self, method: str, path: str, token: str = TOKEN, body: dict[str, Any] | None = None) -> Any:
        headers = {"authorization": f"Bearer {token}"}
        answer = self.server.http.request(method, self.server.url_of(self.name) + path, headers=headers, json=body)
        answer.raise_for_status()
        return answer.json()


STAND = MastodonStand
