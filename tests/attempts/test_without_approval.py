"""Publishing what nobody approved: by the schedule, by trying again, by a row written straight into the queue."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.content.models import Draft
from masthead.core import clock
from masthead.org.models import Member
from masthead.publishing import engine
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_publication
from sandbox.testing import SandboxServer
from tests.attempts import forms
from tests.attempts.proof import browser, nothing_changes, refused

UNAPPROVED = ["draft", "in_review", "returned", "rejected"]
DraftIn = Callable[[str], Draft]


def test_an_approved_draft_does_go_out_by_the_same_doors(
    platform: SandboxServer, wu: Member, approved: Draft, account: Account
) -> None:
    """The positive side: without it every refusal below might come from a broken form."""
    answer = browser(wu).post(reverse("publishing:schedule", args=[approved.pk]), forms.schedule(account))
    assert answer.status_code == 302

    engine.tick("test")

    assert approved.revision and platform.wait_until_settled().by_title == {approved.revision.title: 1}


@pytest.mark.parametrize("state", UNAPPROVED)
def test_a_publisher_cannot_schedule_what_is_not_approved(
    draft_in: DraftIn, wu: Member, account: Account, state: str
) -> None:
    draft = draft_in(state)
    Draft.objects.filter(pk=draft.pk).update(
        window_start=clock.now() - dt.timedelta(hours=1), window_end=clock.now() + dt.timedelta(days=1)
    )

    refused(
        lambda: browser(wu).post(reverse("publishing:schedule", args=[draft.pk]), forms.schedule(account)),
        status=422, code="not_approved", by=wu,
    )  # fmt: skip


@pytest.mark.parametrize("state", UNAPPROVED)
def test_a_head_cannot_schedule_around_the_review_either(
    draft_in: DraftIn, chen: Member, account: Account, state: str
) -> None:
    refused(
        lambda: browser(chen).post(reverse("publishing:schedule", args=[draft_in(state).pk]), forms.schedule(account)),
        status=422, code="not_approved", by=chen,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["lin", "zhou", "zheng", "he", "auditor", "outsider"])
@pytest.mark.parametrize("state", ["draft", "rejected", "approved"])
def test_who_is_no_publisher_schedules_nothing(
    draft_in: DraftIn, request: pytest.FixtureRequest, account: Account, who: str, state: str
) -> None:
    member, draft = request.getfixturevalue(who), draft_in(state)

    refused(
        lambda: browser(member).post(reverse("publishing:schedule", args=[draft.pk]), forms.schedule(account)),
        status=403, code="lacks:publishing.publication.schedule",
    )  # fmt: skip


@pytest.mark.parametrize("state", UNAPPROVED)
def test_a_row_written_straight_into_the_queue_is_not_sent(
    platform: SandboxServer, draft_in: DraftIn, wu: Member, account: Account, state: str
) -> None:
    row = make_publication(draft_in(state), account, by=wu, due_at=clock.now())

    engine.tick("test")
    engine.send_one(row.pk, "test")

    row.refresh_from_db()
    assert (row.state, row.failure_kind) == (PublicationState.BLOCKED, "approval_void")
    assert platform.stats().requests == {}


def test_a_row_that_claims_the_hash_of_another_draft_is_not_sent(
    platform: SandboxServer, draft_in: DraftIn, approved: Draft, wu: Member, account: Account
) -> None:
    row = make_publication(
        draft_in("returned"), account, by=wu, due_at=clock.now(), content_hash=approved.approved_hash
    )

    engine.tick("test")

    row.refresh_from_db()
    assert row.state == PublicationState.BLOCKED
    assert platform.stats().accepted == 0


def test_a_failed_post_whose_approval_is_gone_cannot_be_sent_again(
    draft_in: DraftIn, wu: Member, account: Account
) -> None:
    row = make_publication(draft_in("returned"), account, by=wu, due_at=clock.now(), state=PublicationState.FAILED)

    refused(
        lambda: browser(wu).post(reverse("publishing:retry", args=[row.pk]), {"reason": "平台已恢复，再发一次"}),
        status=422, code="approval_void", by=wu,
    )  # fmt: skip


def test_whatever_door_a_writer_knocks_at_nothing_is_scheduled(
    scene: object, lin: Member, account: Account, approved: Draft
) -> None:
    """No bulk action, drag target or hidden field of any page turns a writer into a publisher."""
    from tests.matrix.table import ROWS

    things = {**scene.things, "draft": [approved.pk]}  # type: ignore[attr-defined]
    hints = {
        "state": "scheduled", "status": "approved", "action": "publish", "bulk": "publish", "ids": [approved.pk], "publish_now": "1",
        "then": "publish", "approved_hash": approved.approved_hash, "account": account.pk, **forms.schedule(account),
    }  # fmt: skip
    client, before = browser(lin), Publication.objects.count()

    for row in ROWS:
        if not row.name.startswith(("org:", "web:", "accounts:")):
            client.post(reverse(row.name, args=things[row.of] if row.of else []), hints)

    assert Publication.objects.count() == before


def test_scheduling_twice_at_the_same_account_is_refused(wu: Member, approved: Draft, account: Account) -> None:
    address, client = reverse("publishing:schedule", args=[approved.pk]), browser(wu)
    client.post(address, forms.schedule(account))

    with nothing_changes():
        answer = client.post(address, forms.schedule(account))

    assert answer.status_code == 422
    assert Publication.objects.filter(draft=approved).count() == 1
