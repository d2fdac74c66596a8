"""The account of the contract suite on a WordPress site; the same for the emulator and for a real one."""

from dataclasses import replace
from typing import ClassVar

import httpx

from masthead.platforms.connectors.wordpress.connector import WordpressConnector
from masthead.platforms.contract import Ability, Channel, Post, Remote
from masthead.platforms.stand import KnownSecrets, SandboxStand, marker_of
from masthead.platforms.testing import make_article


class WordpressSite:
    """What the suite does on any site: `direct_url` is where readers go, `api_url` where our calls go."""

    name = "wordpress"
    connector = WordpressConnector()
    offers = frozenset({Ability.PUBLISH, Ability.WITHDRAW, Ability.COMMENTS, Ability.FIGURES})
    replies = True
    user: ClassVar[str] = "editor"
    keeper: KnownSecrets
    direct_url: str
    api_url: str

    def channel(self) -> Channel:
        return Channel(
            account_id=1, platform=self.name, base_url=self.api_url, app_id=self.user, secret_ref="test:secret", guarded=True
        )  # fmt: skip

    def post(self, mark: str) -> Post:
        return replace(make_article(mark, pictures=1), marker=marker_of(mark), tags=("藏茶",))

    def count(self, mark: str) -> int:
        answer = httpx.get(
            f"{self.direct_url}/", params={"rest_route": "/wp/v2/posts", "search": mark, "per_page": 100}, trust_env=False
        )  # fmt: skip
        return sum(mark in row["title"]["rendered"] for row in answer.raise_for_status().json())

    def comment(self, remote: Remote, text: str) -> None:
        form = {
            "comment_post_ID": str(remote["post_id"]), "comment": text, "author": "茶友小林", "email": "xiaolin@reader.example",
            "comment_parent": "0",
        }  # fmt: skip
        answer = httpx.post(f"{self.direct_url}/wp-comments-post.php", data=form, trust_env=False)
        assert answer.status_code == 302, answer.text[:300]


class WordpressStand(WordpressSite, SandboxStand):
    knows_versions = True
    publish_call = "wp-json/wp/v2/posts/[0-9]*"

    def prepare(self) -> None:
        self.direct_url = self.api_url = self.server.url_of("wordpress")
        self.server.add_app(self.user, "abcd EFGH 1234 ijkl MNOP 5678", platform="wordpress", name="云岭茶事")
        self.keeper.texts["test:secret"] = "abcd EFGH 1234 ijkl MNOP 5678"


STAND = WordpressStand
