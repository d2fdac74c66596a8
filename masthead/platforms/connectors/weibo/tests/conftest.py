"""The connector at the emulator: an account of each tier."""

import pytest

from masthead.core import secrets
from masthead.platforms.connectors.weibo.tests.stand import WeiboStand
from masthead.platforms.stand import KnownSecrets
from sandbox.testing import SandboxServer


class PaidStand(WeiboStand):
    tier = "commercial"
    publish_call = "statuses/upload_url_text/biz.json"


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch, db: None) -> KnownSecrets:
    kept = KnownSecrets(secrets._present())
    monkeypatch.setattr(secrets, "_keeper", kept)
    return kept


@pytest.fixture
def stand(sandbox_server: SandboxServer, keeper: KnownSecrets) -> WeiboStand:
    return WeiboStand(sandbox_server, keeper)


@pytest.fixture
def paid(sandbox_server: SandboxServer, keeper: KnownSecrets) -> PaidStand:
    return PaidStand(sandbox_server, keeper)
