"""The account 云岭茶事 of 宣传部, and the sandbox that it talks to."""

from typing import Any

import pytest

from masthead.accounts.models import Account
from masthead.accounts.testing import APP_ID, SECRET, make_account, make_connected_account
from masthead.org.models import Member, Unit
from sandbox.testing import SandboxServer


@pytest.fixture
def account(units: dict[str, Unit], he: Member, wu: Member) -> Account:
    """Registered, not connected."""
    return make_account(unit=units["宣传部"], administrator=he, backup=wu)


@pytest.fixture
def connected(units: dict[str, Unit], he: Member, wu: Member) -> Account:
    """In use, with secrets in the vault."""
    return make_connected_account(unit=units["宣传部"], administrator=he, backup=wu)


@pytest.fixture
def platform(sandbox_server: SandboxServer, settings: Any) -> SandboxServer:
    settings.SANDBOX_URL = sandbox_server.base_url
    sandbox_server.add_app(APP_ID, SECRET)
    return sandbox_server
