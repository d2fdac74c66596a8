"""The account of the contract suite, for the connector's own tests."""

import pytest

from masthead.core import secrets
from masthead.platforms.stand import KnownSecrets
from sandbox.testing import SandboxServer

from .stand import BlueskyStand


@pytest.fixture
def stand(sandbox_server: SandboxServer, monkeypatch: pytest.MonkeyPatch, db: None) -> BlueskyStand:
    keeper = KnownSecrets(secrets._present())
    monkeypatch.setattr(secrets, "_keeper", keeper)
    return BlueskyStand(sandbox_server, keeper)
