"""The account 「云岭茶事」 and approved drafts, with the sandbox in the platform's place."""

import datetime as dt
from collections.abc import Callable

import pytest

from masthead.accounts.models import Account
from masthead.accounts.states import AccountStatus
from masthead.accounts.testing import make_account
from masthead.content.models import Draft
from masthead.content.testing import unit_of
from masthead.core import clock
from masthead.org.models import Member
from masthead.platforms.abilities import Mode
from masthead.publishing import actions
from masthead.publishing.models import Publication
from masthead.publishing.testing import (
    APP_ID,
    SECRET,
    SITE_SECRET,
    SITE_USER,
    make_account_for,
    make_approved,
    make_site_account,
    schedule_now,
    send_out,
    shown_for,
    with_first_comment,
)
from sandbox.testing import SandboxServer

FIRST = "茶样申领：在公众号回复「茶样」。"


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
def out(platform: SandboxServer, due: Publication, quick: Callable[..., None]) -> Publication:
    """On the platform, confirmed a moment ago; the first look is due."""
    return send_out(due)


@pytest.fixture
def site_out(
    platform: SandboxServer, quick: Callable[..., None], he: Member, wu: Member, lin: Member, files_dir
) -> Publication:
    """On our own site, with a first comment that was approved together with the post."""
    platform.add_app(SITE_USER, SITE_SECRET, platform="wordpress", name="云岭茶业官网")
    site = make_site_account(wu, backup=he)
    draft = with_first_comment(make_approved(lin, site), FIRST)
    return send_out(schedule_now(draft, site, by=wu))


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


@pytest.fixture
def note_account(he: Member, wu: Member, files_dir) -> Account:
    """小红书: nothing to connect, a person publishes."""
    account = make_account(unit=unit_of(wu), administrator=wu, backup=he, name="云岭茶事（小红书）", platform="other")
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.ACTIVE, publish_mode=Mode.ASSISTED)
    account.refresh_from_db()
    return account


@pytest.fixture
def note(note_account: Account, lin: Member) -> Draft:
    return make_approved(lin, note_account)


@pytest.fixture
def planned(note: Draft, note_account: Account, wu: Member) -> Publication:
    """Due in a quarter of an hour: near enough to be handed over."""
    now = clock.now()
    return actions.schedule_publication(
        draft=note, account=note_account, planned_at=now + dt.timedelta(minutes=15), by=wu, at=now
    )


@pytest.fixture
def handed(planned: Publication, wu: Member) -> Publication:
    """With its person, who has opened the kit."""
    actions.hand_over_due()
    planned.refresh_from_db()
    actions.open_kit(publication=planned, by=wu)
    return planned


@pytest.fixture
def proved(handed: Publication, wu: Member) -> Publication:
    actions.give_proof(publication=handed, shown=shown_for(handed), by=wu, at=handed.due_at)
    handed.refresh_from_db()
    return handed
