import datetime as dt
import threading
import time

import pytest
from django.db import connection

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms import actions, tokens
from masthead.platforms.actions.tokens import LEASE_SECONDS
from masthead.platforms.contract import Channel
from masthead.platforms.models import PlatformToken
from masthead.platforms.tokens import Fetched, access_token

CHANNEL = Channel(account_id=7, platform="any", base_url="http://127.0.0.1:1", app_id="wx1", secret_ref="vault:1")


class Source:
    """A platform that gives tokens and counts how often it was asked."""

    def __init__(self, *answers: str, lifetime_seconds: int = 7200, wait: float = 0) -> None:
        self.answers, self.lifetime_seconds, self.wait = iter(answers), lifetime_seconds, wait
        self.asked: list[bool] = []

    def __call__(self, *, force: bool) -> Fetched:
        self.asked.append(force)
        time.sleep(self.wait)
        return Fetched(next(self.answers), self.lifetime_seconds)


@pytest.mark.django_db
def test_a_token_is_fetched_once_and_kept_sealed() -> None:
    source = Source("token-one")

    assert [access_token(CHANNEL, source) for _ in range(3)] == ["token-one"] * 3
    assert source.asked == [False]
    assert "token-one" not in PlatformToken.objects.get(account_id=7).sealed


@pytest.mark.django_db
def test_a_token_that_ends_soon_is_renewed() -> None:
    source = Source("old", "new", lifetime_seconds=tokens.MARGIN_SECONDS - 1)
    access_token(CHANNEL, source)

    assert access_token(CHANNEL, source) == "new"


@pytest.mark.django_db
def test_a_refused_token_is_renewed_without_force_first() -> None:
    source = Source("old", "new")
    access_token(CHANNEL, source)

    assert access_token(CHANNEL, source, refused="old") == "new"
    assert source.asked == [False, False]


@pytest.mark.django_db
def test_force_is_used_only_when_the_platform_hands_the_refused_token_out_again() -> None:
    source = Source("old", "old", "new")
    access_token(CHANNEL, source)

    assert access_token(CHANNEL, source, refused="old") == "new"
    assert source.asked == [False, False, True]


@pytest.mark.django_db
def test_a_late_refusal_of_an_older_token_fetches_nothing() -> None:
    source = Source("old", "new")
    access_token(CHANNEL, source)
    access_token(CHANNEL, source, refused="old")

    assert access_token(CHANNEL, source, refused="old") == "new"
    assert len(source.asked) == 2


@pytest.mark.django_db
def test_another_app_never_gets_the_token_of_the_former_one() -> None:
    access_token(CHANNEL, Source("of-wx1"))
    other = Channel(account_id=7, platform="any", base_url="http://127.0.0.1:1", app_id="wx2", secret_ref="vault:1")

    assert access_token(other, Source("of-wx2")) == "of-wx2"


@pytest.mark.django_db
def test_a_token_copied_to_another_account_by_sql_does_not_open() -> None:
    access_token(CHANNEL, Source("of-seven"))
    row = PlatformToken.objects.get(account_id=7)
    PlatformToken.objects.create(
        account_id=8, sealed=row.sealed, issued_for=row.issued_for, expires_at=row.expires_at, version=row.version
    )
    other = Channel(account_id=8, platform="any", base_url=CHANNEL.base_url, app_id="wx1", secret_ref="vault:1")

    assert access_token(other, Source("of-eight")) == "of-eight"


@pytest.mark.django_db
def test_a_failed_fetch_gives_the_lease_back() -> None:
    def fail(*, force: bool) -> Fetched:
        raise PlatformFault("坏", kind=FaultKind.CREDENTIAL)

    with pytest.raises(PlatformFault):
        access_token(CHANNEL, fail)

    assert access_token(CHANNEL, Source("works-again")) == "works-again"


@pytest.mark.django_db
def test_a_dead_process_holds_the_lease_only_for_its_time() -> None:
    assert actions.claim_token_refresh(account_id=7, version=0)
    assert not actions.claim_token_refresh(account_id=7, version=0)

    later = clock.now() + dt.timedelta(seconds=LEASE_SECONDS + 1)
    assert actions.claim_token_refresh(account_id=7, version=0, at=later)


@pytest.mark.django_db
def test_waiting_for_anothers_lease_ends_as_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "WAIT_SECONDS", 0.1)
    actions.claim_token_refresh(account_id=7, version=0)

    with pytest.raises(PlatformFault) as refused:
        access_token(CHANNEL, Source())
    assert refused.value.kind == FaultKind.NOT_SENT


@pytest.mark.django_db
def test_dropping_forgets_the_token() -> None:
    access_token(CHANNEL, Source("old"))
    actions.drop_token(account_id=7)

    assert access_token(CHANNEL, Source("new")) == "new"


@pytest.mark.django_db(transaction=True)
def test_of_eight_processes_that_need_a_token_exactly_one_fetches() -> None:
    source, got = Source("only-one", wait=0.2), []

    def need() -> None:
        try:
            got.append(access_token(CHANNEL, source))
        finally:
            connection.close()

    threads = [threading.Thread(target=need) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got == ["only-one"] * 8
    assert source.asked == [False]
