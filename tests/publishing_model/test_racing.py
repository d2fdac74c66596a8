"""Workers that reach for the same rows in the same moment: on PostgreSQL truly side by side, on SQLite one after another."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from masthead.accounts.models import Account
from masthead.core import clock
from masthead.org.models import Member
from masthead.publishing import actions
from masthead.publishing.actions import Claim
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_account_for, make_approved, make_publication

S = PublicationState
RUNNERS, ROWS = 6, 8
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue(he: Member, wu: Member, lin: Member, files_dir: Any, settings: Any) -> list[Publication]:
    """Eight due rows of one account; each worker may take all of them."""
    settings.PUBLISHING_ENGINE = {"threads": 0, "per_account": ROWS}
    account: Account = make_account_for(wu, backup=he)
    draft = make_approved(lin, account)
    now = clock.now()
    return [make_publication(draft, account, by=wu, due_at=now, content_hash=f"{n:064d}") for n in range(ROWS)]


def at_once(deed: Callable[[str], Any]) -> list[Any]:
    """All begin together, each with a connection of its own."""
    gate, got = threading.Barrier(RUNNERS), []

    def runner(name: str) -> None:
        try:
            gate.wait()
            got.append(deed(name))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=runner, args=(f"w{n}",)) for n in range(RUNNERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == RUNNERS, "a worker fell"
    return got


def test_each_row_is_claimed_by_one(queue: list[Publication]) -> None:
    claims: list[Claim] = at_once(lambda name: actions.claim_due(worker=name, most=ROWS))

    taken = Counter(key for claim in claims for key in claim.keys)
    assert set(taken.values()) == {1}
    assert set(taken) == {row.pk for row in queue}
    owners = dict(Publication.objects.values_list("pk", "claimed_by"))
    assert all(owners[key] == claim.token for claim in claims for key in claim.keys)


def test_what_a_dead_worker_held_is_given_back_once(queue: list[Publication]) -> None:
    actions.claim_due(worker="dead", most=ROWS)
    Publication.objects.filter(state=S.SENDING).update(lease_until=queue[0].due_at)

    given = at_once(lambda _name: actions.recover_abandoned())

    assert sum(given) == ROWS
    assert set(Publication.objects.values_list("state", "losses")) == {(S.SCHEDULED, 1)}


def test_a_turn_is_taken_by_one(queue: list[Publication]) -> None:
    assert sum(at_once(lambda name: actions.take_turn(name="tick", every=30, holder=name))) == 1


def test_a_person_who_cancels_and_a_worker_who_claims_never_both_win(queue: list[Publication], wu: Member) -> None:
    from masthead.core.errors import DomainError

    row = Publication.objects.select_related("draft", "account").get(pk=queue[0].pk)

    def deed(name: str) -> str:
        if name in {"w0", "w1"}:
            try:
                actions.cancel_publication(publication=Publication.objects.get(pk=row.pk), reason="临时取消", by=wu)
            except DomainError:
                return ""
            return "cancelled"
        return "claimed" if actions.claim_publication(publication_id=row.pk, worker=name).keys else ""

    won = [word for word in at_once(deed) if word]
    row.refresh_from_db()
    assert len(won) == 1
    assert row.state == {"cancelled": S.CANCELLED, "claimed": S.SENDING}[won[0]]
