"""The connector is tested over HTTP against the sandbox; secrets come from a keeper that knows three references."""

import pytest

from masthead.core import secrets
from masthead.platforms.connectors.wechat_oa.connector import WechatConnector
from masthead.platforms.contract import Channel, Post, Remote
from sandbox.testing import SandboxServer

APP_ID, SECRET, TOKEN = "wx_cloudridge", "cloudridge-secret", "yunlingToken2026"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
HANDLE = "gh_cloudridge01"


class KnownSecrets:
    """Three references; sealing as the vault does it."""

    def __init__(self, vault: secrets.SecretKeeper) -> None:
        self.seal, self.unseal = vault.seal, vault.unseal
        self.texts = {"test:secret": SECRET, "test:token": TOKEN, "test:key": AES_KEY}

    def resolve(self, ref: str) -> str:
        return self.texts[ref]


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch, db: None) -> KnownSecrets:
    keeper = KnownSecrets(secrets._present())
    monkeypatch.setattr(secrets, "_keeper", keeper)
    return keeper


@pytest.fixture
def platform(sandbox_server: SandboxServer) -> SandboxServer:
    """A sandbox with our account in it."""
    sandbox_server.add_app(APP_ID, SECRET, name="云岭茶事", gh_id=HANDLE)
    return sandbox_server


@pytest.fixture
def connector() -> WechatConnector:
    return WechatConnector()


@pytest.fixture
def channel(platform: SandboxServer) -> Channel:
    return Channel(
        account_id=1, platform="wechat_oa", base_url=platform.wechat_url, app_id=APP_ID, secret_ref="test:secret", handle=HANDLE,
        callback_token_ref="test:token",
    )  # fmt: skip


class Way:
    """The way out, stage by stage, as the engine walks it."""

    def __init__(self, connector: WechatConnector, channel: Channel) -> None:
        self.connector, self.channel = connector, channel

    def one(self, article: Post, stage: str, remote: Remote) -> Remote:
        """One stage: the last is the publish."""
        if stage == self.connector.stages(article)[-1].key:
            return self.connector.publish(self.channel, article, remote)
        return self.connector.upload(self.channel, article, stage, remote)

    def go(self, article: Post, *, until: str = "submit", remote: Remote | None = None) -> Remote:
        """Run all stages up to and including `until`; returns everything that the platform told."""
        told: Remote = dict(remote or {})
        for stage in self.connector.stages(article):
            told |= self.one(article, stage.key, told)
            if stage.key == until:
                break
        return told


@pytest.fixture
def way(connector: WechatConnector, channel: Channel) -> Way:
    return Way(connector, channel)
