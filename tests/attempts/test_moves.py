"""Moving, un-scheduling and deciding on posts: only by publishers, only inside the approved window, never into the past."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.content import queries as content_queries
from masthead.content.models import Draft
from masthead.core import clock
from masthead.org.models import Member
from masthead.publishing import actions, engine
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import schedule_now
from sandbox.testing import SandboxServer
from tests.attempts import forms
from tests.attempts.proof import browser, refused

S = PublicationState


@pytest.fixture
def post(approved: Draft, account: Account, wu: Member) -> Publication:
    """The approved draft on the calendar, in three hours."""
    now = clock.now()
    return actions.schedule_publication(
        draft=approved, account=account, planned_at=now + dt.timedelta(hours=3), by=wu, at=now
    )


def deed_form(name: str, post: Publication) -> dict[str, Any]:
    later = forms.moment(post.planned_at + dt.timedelta(hours=1))
    return {
        "planned_at": later,
        "reason": "临时调整发布计划",
        "verdict": "not_sent",
        "url": "https://mp.weixin.qq.com/s/abc",
    }


@pytest.mark.parametrize("who", ["lin", "zhou", "zheng", "auditor", "outsider", "he"])
@pytest.mark.parametrize("name", ["move", "cancel", "retry", "resolve"])
def test_who_only_reads_or_writes_cannot_touch_the_calendar(
    request: pytest.FixtureRequest, post: Publication, who: str, name: str
) -> None:
    member = request.getfixturevalue(who)

    answer = refused(
        lambda: browser(member).post(reverse(f"publishing:{name}", args=[post.pk]), deed_form(name, post)), status=403
    )

    assert answer.json()["code"].startswith("lacks:publishing.publication.")


@pytest.mark.parametrize("shift", [dt.timedelta(minutes=1), dt.timedelta(days=1), dt.timedelta(days=3650)])
def test_a_post_is_not_moved_behind_the_approved_window(wu: Member, post: Publication, shift: dt.timedelta) -> None:
    at = forms.moment(post.window_end + shift + dt.timedelta(minutes=1))

    refused(
        lambda: browser(wu).post(reverse("publishing:move", args=[post.pk]), {"planned_at": at}),
        status=422,
        code="outside_window",
        by=wu,
    )


def test_a_post_is_not_moved_before_the_approved_window(wu: Member, post: Publication) -> None:
    """Ahead of us, far enough, and still too early: the window that was approved opens later."""
    opens = post.planned_at - dt.timedelta(minutes=20)
    rows = Draft.objects.filter(pk=post.draft_id)
    rows.update(window_start=opens)
    sealed = content_queries.content_hash(post.draft)
    rows.update(approved_hash=sealed)
    Publication.objects.filter(pk=post.pk).update(window_start=opens, content_hash=sealed)
    at = forms.moment(opens - dt.timedelta(minutes=20))

    refused(
        lambda: browser(wu).post(reverse("publishing:move", args=[post.pk]), {"planned_at": at}),
        status=422,
        code="outside_window",
        by=wu,
    )


def test_a_post_is_not_moved_into_the_past(wu: Member, post: Publication) -> None:
    """Inside the window, but the moment is over: the record would say that it was late from the start."""
    at = forms.moment(clock.now() - dt.timedelta(minutes=30))

    refused(
        lambda: browser(wu).post(reverse("publishing:move", args=[post.pk]), {"planned_at": at}),
        status=422,
        code="past",
        by=wu,
    )


def test_nothing_is_scheduled_into_the_past(wu: Member, approved: Draft, account: Account) -> None:
    form = forms.schedule(account, at=clock.now() - dt.timedelta(minutes=30))

    refused(
        lambda: browser(wu).post(reverse("publishing:schedule", args=[approved.pk]), form),
        status=422,
        code="past",
        by=wu,
    )


@pytest.mark.parametrize(
    "at", ["", "tomorrow", "2026-13-45T99:99", "0001-01-01T00:00", "9999-12-31T23:59", "-1", "1e9"]
)
@pytest.mark.parametrize("name", ["move", "schedule"])
def test_a_time_that_is_no_time_is_refused(
    wu: Member, approved: Draft, account: Account, post: Publication, name: str, at: str
) -> None:
    key = post.pk if name == "move" else approved.pk
    form = forms.schedule(account, at=post.planned_at) | {"planned_at": at}

    refused(lambda: browser(wu).post(reverse(f"publishing:{name}", args=[key]), form), status=422)


def test_a_forged_window_in_the_form_changes_no_window(wu: Member, post: Publication, approved: Draft) -> None:
    far = forms.moment(post.window_end + dt.timedelta(days=9))
    form = {
        "planned_at": far,
        "window_end": far,
        "window_start": forms.moment(post.window_start),
        "crowded_ok": "on",
        "force": "1",
    }

    refused(
        lambda: browser(wu).post(reverse("publishing:move", args=[post.pk]), form),
        status=422,
        code="outside_window",
        by=wu,
    )


@pytest.mark.parametrize("state", [S.PUBLISHED, S.SENDING, S.ACCEPTED, S.UNKNOWN, S.BLOCKED])
@pytest.mark.parametrize("name", ["move", "cancel", "retry"])
def test_what_is_under_way_or_over_is_neither_moved_nor_cancelled_nor_repeated(
    wu: Member, post: Publication, state: PublicationState, name: str
) -> None:
    now = clock.now()
    Publication.objects.filter(pk=post.pk).update(
        state=state, published_at=now, accepted_at=now, claimed_by="w", lease_until=now
    )

    refused(
        lambda: browser(wu).post(reverse(f"publishing:{name}", args=[post.pk]), deed_form(name, post)),
        status=422,
        by=wu,
    )


@pytest.mark.parametrize(
    "state",
    [PublicationState.SCHEDULED, PublicationState.ACCEPTED, PublicationState.PUBLISHED, PublicationState.FAILED],
)
@pytest.mark.parametrize("verdict", ["sent", "not_sent"])
def test_only_an_unknown_outcome_is_settled_by_a_person(
    wu: Member, post: Publication, state: PublicationState, verdict: str
) -> None:
    """Or else a publisher could mark a post as published that never was, or send a published one again."""
    Publication.objects.filter(pk=post.pk).update(state=state, published_at=clock.now())
    form = deed_form("resolve", post) | {"verdict": verdict}

    refused(lambda: browser(wu).post(reverse("publishing:resolve", args=[post.pk]), form), status=422, by=wu)


def test_a_post_moved_after_the_edit_is_refused_and_not_sent(
    platform: SandboxServer, lin: Member, wu: Member, approved: Draft, account: Account
) -> None:
    row = schedule_now(approved, account, by=wu)
    browser(lin).post(
        reverse("content:draft_save", args=[approved.pk]), forms.text(approved, title="改过的标题", void_approval="on")
    )
    at = forms.moment(clock.now() + dt.timedelta(hours=1))

    refused(
        lambda: browser(wu).post(reverse("publishing:move", args=[row.pk]), {"planned_at": at}),
        status=422,
        code="approval_void",
        by=wu,
    )
    engine.tick("test")

    assert platform.stats().accepted == 0


def test_a_frozen_account_takes_no_posts(
    platform: SandboxServer, he: Member, wu: Member, approved: Draft, account: Account
) -> None:
    row = schedule_now(approved, account, by=wu)
    assert (
        browser(he).post(reverse("accounts:freeze", args=[account.pk]), {"reason": "疑似被盗用，先停下"}).status_code
        == 302
    )

    engine.tick("test")

    row.refresh_from_db()
    assert (row.state, platform.stats().requests) == (PublicationState.BLOCKED, {})
