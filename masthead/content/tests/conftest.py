from collections.abc import Callable

import pytest

from masthead.accounts.models import Account
from masthead.accounts.testing import make_account
from masthead.compliance.testing import rules_in_force
from masthead.content import testing
from masthead.content.models import Draft
from masthead.org.models import Member, Unit


@pytest.fixture
def account(units: dict[str, Unit], he: Member, chen: Member) -> Account:
    """公众号「云岭茶事」 of 宣传部."""
    return make_account(unit=units["宣传部"], administrator=he, backup=chen)


@pytest.fixture
def foreign_account(units: dict[str, Unit], he: Member, sun: Member) -> Account:
    """An account of 市场部."""
    return make_account(unit=units["市场部"], administrator=he, backup=sun, name="云岭优选")


@pytest.fixture
def draft(lin: Member, account: Account) -> Draft:
    """Lin's draft with text, cover, account and window."""
    return testing.make_ready_draft(lin, accounts=[account])


@pytest.fixture
def reviewable(cast: object) -> None:
    """A review flow and a rule set are in force."""
    testing.publish_review_flow()
    rules_in_force()


@pytest.fixture
def approved(lin: Member, account: Account) -> Draft:
    """Lin's approved draft."""
    return testing.make_approved_draft(lin, accounts=[account])


Fresh = Callable[[Draft], Draft]


@pytest.fixture
def fresh() -> Fresh:
    """The draft as the database has it now."""
    return lambda draft: Draft.objects.get(pk=draft.pk)
