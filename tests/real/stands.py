"""The accounts of the contract suite on the real servers: behind a proxy that can cut the way."""

import secrets
from dataclasses import replace
from typing import Any

from masthead.platforms.connectors.bluesky.tests.stand import BlueskyServer
from masthead.platforms.connectors.wordpress.tests.stand import WordpressSite
from masthead.platforms.contract import Ability, Channel
from masthead.platforms.stand import WRONG, KnownSecrets

from .cutting_proxy import CuttingProxy
from .servers import Pds, Site


class Real:
    """The common half: faults are made by the way, not by the server."""

    publish_request: str
    keeper: KnownSecrets
    proxy: CuttingProxy

    def cut(self, *, after: bool) -> None:
        self.proxy.cut(self.publish_request, after=after)

    def fault(self, kind: str, **more: Any) -> None:
        raise NotImplementedError(f"a real server has no switch for {kind}")

    def wrong_channel(self) -> Channel:
        self.keeper.texts[WRONG] = "no-such-secret"
        return replace(self.channel(), account_id=2, secret_ref=WRONG, grant_ref=WRONG)

    def channel(self) -> Channel:
        raise NotImplementedError


class RealWordpress(Real, WordpressSite):
    publish_request = r"^POST \S*/wp/v2/posts/\d+"

    def __init__(self, site: Site, proxy: CuttingProxy, keeper: KnownSecrets) -> None:
        self.site, self.proxy, self.keeper = site, proxy, keeper
        self.direct_url, self.api_url = site.url, proxy.url
        keeper.texts["test:secret"] = site.passwords[self.user]

    def channel(self) -> Channel:
        return WordpressSite.channel(self)


class RealBluesky(Real, BlueskyServer):
    """A server without a view of the network: replies are found on the server, counts are not to be had."""

    offers = frozenset({Ability.PUBLISH, Ability.WITHDRAW, Ability.COMMENTS})
    publish_request = r"^POST /xrpc/com\.atproto\.repo\.putRecord"

    def __init__(self, pds: Pds, proxy: CuttingProxy, keeper: KnownSecrets) -> None:
        self.pds, self.proxy, self.keeper = pds, proxy, keeper
        self.direct_url, self.api_url = pds.url, proxy.url
        self.handle, self.reader = f"yunling-{secrets.token_hex(4)}.test", f"reader-{secrets.token_hex(4)}.test"
        account = self.open_account(self.handle, secrets.token_hex(8))
        made = self.tell("com.atproto.server.createAppPassword", {"name": "Masthead"}, account["accessJwt"])
        keeper.texts["test:secret"] = made["password"]
        self.open_account(self.reader, self.reader_password)

    def open_account(self, handle: str, password: str) -> dict[str, Any]:
        body = {"handle": handle, "email": f"{handle.partition('.')[0]}@yunling-tea.example", "password": password}
        return self.tell("com.atproto.server.createAccount", body)

    def channel(self) -> Channel:
        return BlueskyServer.channel(self)
