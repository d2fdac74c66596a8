"""The account 云岭茶事 of 宣传部, and the sandbox that it talks to."""

from collections.abc import Iterator
from typing import Any

import pytest

from masthead.accounts import actions
from masthead.accounts.models import Account
from masthead.accounts.testing import APP_ID, SECRET, make_account, make_connected_account
from masthead.accounts.tests.tea_platform import SECRET as TEA_SECRET
from masthead.accounts.tests.tea_platform import TeaPlatform, tea_platform
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


@pytest.fixture
def tea() -> Iterator[TeaPlatform]:
    """A platform that people authorise at, inside the test."""
    with tea_platform() as found:
        yield found


@pytest.fixture
def tea_account(tea: TeaPlatform, units: dict[str, Unit], he: Member, wu: Member, settings: Any) -> Account:
    """Its app is known; nobody has authorised it yet."""
    settings.SANDBOX_URL = "http://127.0.0.1:1"
    account = make_account(unit=units["宣传部"], administrator=he, backup=wu, name="云岭茶语", platform="weibo")
    return actions.connect_account(
        account=account, app_id="tea-app", secret=TEA_SECRET, endpoint="official", options={"domain": "yunling.example"},
        by=he,
    )  # fmt: skip
