"""The connector at the emulator."""

import pytest

from masthead.core import secrets
from masthead.platforms.connectors.kuaishou.tests.stand import KuaishouStand
from masthead.platforms.stand import KnownSecrets
from sandbox.testing import SandboxServer


@pytest.fixture
def stand(sandbox_server: SandboxServer, monkeypatch: pytest.MonkeyPatch, db: None) -> KuaishouStand:
    kept = KnownSecrets(secrets._present())
    monkeypatch.setattr(secrets, "_keeper", kept)
    return KuaishouStand(sandbox_server, kept)
