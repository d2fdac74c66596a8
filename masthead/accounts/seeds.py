"""The violations that the probes of choice must notice. Each is written in a savepoint that is rolled back."""

from django.utils.crypto import get_random_string

from masthead.accounts.models import Account
from masthead.accounts.states import AccountStatus
from masthead.core import clock
from masthead.org import actions as org_actions
from masthead.platforms import queries as platforms_queries
from masthead.platforms.models import Assessment, Platform
from masthead.platforms.states import AssessmentState, Recommendation

LETTERS = "abcdefghjkmnpqrstuvwxyz"


def assess(platform: Platform) -> None:
    """An approved assessment inside a seed's savepoint, so that only the seeded violation is one."""
    if platforms_queries.approved_assessment(platform) is None:
        Assessment.objects.create(
            platform=platform, state=AssessmentState.APPROVED, recommendation=Recommendation.ADOPT, grounds="seed",
            drafted_at=clock.now(), approved_at=clock.now(), approved_hash="0" * 64, valid_until=clock.today(),
        )  # fmt: skip


def _seed_account() -> Account:
    """An account in use on a platform that nobody chose, without a sheet: written past the gate, as a hand in the database would."""
    mark = get_random_string(8, LETTERS)
    unit = org_actions.create_unit(name=f"探针{mark}", parent=None, by=None)
    people = [
        org_actions.add_member(username=f"probe_{mark}_{n}", name=f"探针{n}", password=get_random_string(24), by=None)
        for n in (1, 2)
    ]
    platform = Platform.objects.create(key=f"own-{mark}", name=f"探针{mark}", is_own=True, forms=["text"])
    return Account.objects.create(
        name=f"探针{mark}", platform=platform, unit=unit, administrator=people[0], backup=people[1],
        status=AccountStatus.ACTIVE, created_at=clock.now(),
    )  # fmt: skip


def seed_platform_nobody_chose() -> tuple[str, int]:
    """A platform in use without any assessment."""
    return "platforms.platform", _seed_account().platform_id


def seed_account_without_positioning() -> tuple[str, int]:
    """An account in use without a sheet."""
    return "accounts.account", _seed_account().pk
