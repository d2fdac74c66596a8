"""The account 「云岭茶事」 and approved drafts, with the sandbox in the platform's place."""

from collections.abc import Callable

import pytest

from masthead.accounts.models import Account
from masthead.content.models import Draft
from masthead.org.models import Member
from masthead.publishing.models import Publication
from masthead.publishing.testing import APP_ID, SECRET, make_account_for, make_approved, schedule_now
from sandbox.testing import SandboxServer


@pytest.fixture
def platform(sandbox_server: SandboxServer, settings) -> SandboxServer:
    """The sandbox, knowing our account."""
    settings.SANDBOX_URL = sandbox_server.base_url
    sandbox_server.add_app(APP_ID, SECRET, name="云岭茶事")
    return sandbox_server


@pytest.fixture
def account(he: Member, wu: Member, chen: Member, files_dir) -> Account:
    return make_account_for(wu, backup=he)


@pytest.fixture
def approved(account: Account, lin: Member) -> Draft:
    return make_approved(lin, account)


@pytest.fixture
def due(approved: Draft, account: Account, wu: Member) -> Publication:
    """Scheduled for this moment."""
    return schedule_now(approved, account, by=wu)


@pytest.fixture
def quick(settings) -> Callable[..., None]:
    """An engine without patience: `quick(backoff_seconds=(0.1, 0.1))`."""

    def shorten(**figures: object) -> None:
        short = {
            "poll_seconds": (0.05,), "look_seconds": (0.05,), "look_gap_seconds": 0.2, "no_trust_seconds": 0.2, "threads": 0,
        }  # fmt: skip
        settings.PUBLISHING_ENGINE = short | figures

    shorten()
    return shorten
