"""The connector at the emulator; the ration between submissions is off unless a test wants it."""

import pytest

from masthead.core import secrets
from masthead.platforms.connectors.bilibili.tests.stand import BilibiliStand
from masthead.platforms.stand import KnownSecrets
from sandbox.testing import SandboxServer


class Unrationed(BilibiliStand):
    app_options = {"interval": "0", "daily": "100"}


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch, db: None) -> KnownSecrets:
    kept = KnownSecrets(secrets._present())
    monkeypatch.setattr(secrets, "_keeper", kept)
    return kept


@pytest.fixture
def stand(sandbox_server: SandboxServer, keeper: KnownSecrets) -> BilibiliStand:
    return Unrationed(sandbox_server, keeper)


@pytest.fixture
def rationed(sandbox_server: SandboxServer, keeper: KnownSecrets) -> BilibiliStand:
    return BilibiliStand(sandbox_server, keeper)
