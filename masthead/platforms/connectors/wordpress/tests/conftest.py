"""The account of the contract suite, for the connector's own tests."""

import pytest

from masthead.core import secrets
from masthead.platforms.connectors.wordpress.client import forget_styles
from masthead.platforms.stand import KnownSecrets
from sandbox.testing import SandboxServer

from .stand import WordpressStand


@pytest.fixture
def stand(sandbox_server: SandboxServer, monkeypatch: pytest.MonkeyPatch, db: None) -> WordpressStand:
    keeper = KnownSecrets(secrets._present())
    monkeypatch.setattr(secrets, "_keeper", keeper)
    forget_styles()
    return WordpressStand(sandbox_server, keeper)


@pytest.fixture
def switch(stand: WordpressStand, sandbox_server: SandboxServer):
    """Change what the site does: its options, or the account's secret."""

    def change(secret: str = "", **options: str) -> None:
        sandbox_server.add_app(
            stand.user, secret or stand.keeper.texts["test:secret"], platform="wordpress", name="云岭茶事", options=options
        )  # fmt: skip

    return change
