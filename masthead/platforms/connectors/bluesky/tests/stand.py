"""The account of the contract suite on a server of the AT Protocol; the same for the emulator and for a real one."""

from dataclasses import replace
from typing import Any

import httpx

from masthead.core import clock
from masthead.platforms.connectors.bluesky.connector import BlueskyConnector
from masthead.platforms.contract import Ability, Channel, Form, Post, Remote
from masthead.platforms.stand import KnownSecrets, SandboxStand, marker_of
from masthead.platforms.testing import make_picture

POST = "app.bsky.feed.post"


class BlueskyServer:
    """What the suite does on any server: `direct_url` is where readers ask, `api_url` where our calls go."""

    name = "bluesky"
    connector = BlueskyConnector()
    offers = frozenset({Ability.PUBLISH, Ability.WITHDRAW, Ability.COMMENTS, Ability.FIGURES})
    replies = True
    keeper: KnownSecrets
    direct_url: str
    api_url: str
    handle = "yunling-tea.test"
    reader = "xiaolin.test"
    reader_password = "reader-pass-word-0001"

    def channel(self) -> Channel:
        return Channel(
            account_id=1, platform=self.name, base_url=self.api_url, app_id=self.handle, secret_ref="test:secret", guarded=True
        )  # fmt: skip

    def post(self, mark: str) -> Post:
        picture = replace(make_picture("#339955", name="春茶.jpg"), alt="蒙顶山的春茶")
        return Post(
            title=mark, author="云岭茶事", digest="", html="", cover=None, pictures=(picture,), marker=marker_of(mark),
            text=f"{mark}开采了，芽头比去年早四天。", tags=("春茶",), link="https://www.yunling-tea.example/spring", form=Form.PICTURES,
        )  # fmt: skip

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        answer = httpx.get(f"{self.direct_url}/xrpc/{method}", params=params, trust_env=False)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def tell(self, method: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        answer = httpx.post(f"{self.direct_url}/xrpc/{method}", json=body, headers=headers, trust_env=False)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def count(self, mark: str) -> int:
        rows = self.ask("com.atproto.repo.listRecords", repo=self.handle, collection=POST, limit=100)["records"]
        return sum(mark in row["value"]["text"] for row in rows)

    def comment(self, remote: Remote, text: str) -> None:
        session = self.tell(
            "com.atproto.server.createSession", {"identifier": self.reader, "password": self.reader_password}
        )
        ours = {"uri": remote["uri"], "cid": remote["cid"]}
        record = {
            "$type": POST, "text": text, "createdAt": clock.now().isoformat(timespec="milliseconds"),
            "reply": {"root": ours, "parent": ours},
        }  # fmt: skip
        body = {"repo": session["did"], "collection": POST, "record": record}
        self.tell("com.atproto.repo.createRecord", body, session["accessJwt"])


class BlueskyStand(BlueskyServer, SandboxStand):
    knows_versions = True
    publish_call = "com.atproto.repo.putRecord"

    def prepare(self) -> None:
        self.direct_url = self.api_url = self.server.url_of("bluesky")
        self.server.add_app(self.handle, "abcd-efgh-ijkl-mnop", platform="bluesky", name="云岭茶事")
        self.server.add_app(self.reader, self.reader_password, platform="bluesky", name="茶友小林")
        self.keeper.texts["test:secret"] = "abcd-efgh-ijkl-mnop"


STAND = BlueskyStand
