"""Changing what was approved: before scheduling, after scheduling, or behind everybody's back. The engine sends nothing of it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.content.models import Draft, Revision
from masthead.content.testing import add_cover, picture_bytes
from masthead.core import clock
from masthead.org.models import Member
from masthead.publishing import engine
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from sandbox.testing import SandboxServer
from tests.attempts import forms
from tests.attempts.proof import browser, refused

Deed = Callable[[Client, Draft, Account, bool], object]


def save(client: Client, draft: Draft, agreed: bool, **changes: object) -> object:
    void = {"void_approval": "on"} if agreed else {}
    return client.post(reverse("content:draft_save", args=[draft.pk]), forms.text(draft, **changes) | void)


def words(**changes: object) -> Deed:
    return lambda client, draft, _account, agreed: save(client, draft, agreed, **changes)


def arrange(client: Client, draft: Draft, agreed: bool, **changes: object) -> object:
    void = {"void_approval": "on"} if agreed else {}
    return client.post(reverse("content:draft_release", args=[draft.pk]), forms.release(draft, **changes) | void)  # type: ignore[arg-type]


def another_cover(client: Client, draft: Draft, _account: Account, agreed: bool) -> object:
    return save(client, draft, agreed, cover=add_cover(draft, draft.author, "darkred").file_id)


def another_picture(client: Client, draft: Draft, _account: Account, agreed: bool) -> object:
    asset = add_cover(draft, draft.author, "navy")
    assert draft.revision
    return save(client, draft, agreed, html=draft.revision.html + f'<p><img src="asset:{asset.sha256}"></p>')


def fewer_accounts(client: Client, draft: Draft, _account: Account, agreed: bool) -> object:
    return arrange(client, draft, agreed, accounts=[])


def longer_window(client: Client, draft: Draft, _account: Account, agreed: bool) -> object:
    assert draft.window_end
    return arrange(client, draft, agreed, end=draft.window_end + dt.timedelta(days=3))


WORDS: dict[str, Deed] = {
    "title": words(title="蒙顶甘露全线八折"),
    "byline": words(byline="云岭小编"),
    "digest": words(digest="只改了摘要，别的都没有动。"),
    "text": words(html="<p>换成另一篇文章。</p>"),
    "source_url": words(source_url="https://www.yunling-tea.example/sale"),
    "cover": another_cover,
    "picture": another_picture,
}
ARRANGEMENT: dict[str, Deed] = {"accounts": fewer_accounts, "window": longer_window}
CHANGES = WORDS | ARRANGEMENT


@pytest.mark.parametrize("what", CHANGES)
def test_an_approved_draft_is_not_changed_without_saying_that_its_approval_ends(
    lin: Member, approved: Draft, account: Account, what: str
) -> None:
    client = browser(lin)
    add_cover(approved, lin, "darkred")  # the uploads themselves are no change of the draft
    add_cover(approved, lin, "navy")
    before = Draft.objects.values().get(pk=approved.pk)

    answer = CHANGES[what](client, approved, account, False)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert Draft.objects.values().get(pk=approved.pk) == before
    assert approved.revisions.count() == 1


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_was_changed_after_approval_it_cannot_be_scheduled(
    lin: Member, wu: Member, approved: Draft, account: Account, what: str
) -> None:
    answer = CHANGES[what](browser(lin), approved, account, True)
    assert answer.status_code in (200, 302)  # type: ignore[attr-defined]

    fresh = Draft.objects.get(pk=approved.pk)
    assert (fresh.state, fresh.approved_hash, fresh.approved_revision) == ("draft", "", None)
    form = forms.schedule(account)
    answer = refused(lambda: browser(wu).post(reverse("publishing:schedule", args=[approved.pk]), form), status=422)
    assert not Publication.objects.filter(draft=approved).exists()


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_was_changed_after_scheduling_the_engine_does_not_send_it(
    platform: SandboxServer, lin: Member, wu: Member, approved: Draft, account: Account, what: str
) -> None:
    browser(wu).post(reverse("publishing:schedule", args=[approved.pk]), forms.schedule(account))
    CHANGES[what](browser(lin), approved, account, True)

    engine.tick("test")
    engine.send_one(Publication.objects.get(draft=approved).pk, "test")

    assert Publication.objects.get(draft=approved).state == PublicationState.BLOCKED
    assert platform.stats().requests == {}, "not even a token was fetched for it"


BEHIND: dict[str, Callable[[Draft, Account], object]] = {
    "title": lambda d, a: Revision.objects.filter(draft=d).update(title="蒙顶甘露全线八折"),
    "digest": lambda d, a: Revision.objects.filter(draft=d).update(digest="只改了摘要"),
    "text": lambda d, a: Revision.objects.filter(draft=d).update(html="<p>换成另一篇</p>"),
    "cover": lambda d, a: Revision.objects.filter(draft=d).update(cover=add_cover_behind(d)),
    "words for one account": lambda d, a: Revision.objects.filter(draft=d).update(
        variants={str(a.pk): {"title": "只给一个账号改的标题"}}
    ),
    "accounts": lambda d, a: d.accounts.add(a),
    "window": lambda d, a: Draft.objects.filter(pk=d.pk).update(window_end=clock.now() + dt.timedelta(days=30)),
    "another version": lambda d, a: Draft.objects.filter(pk=d.pk).update(revision=copy_of(d, "<p>换成另一篇</p>")),
    "the seal": lambda d, a: Draft.objects.filter(pk=d.pk).update(approved_hash="f" * 64),
}


def add_cover_behind(draft: Draft) -> object:
    from masthead.core.files.actions import store_bytes

    return store_bytes(data=picture_bytes("black"), name="另一张.png", use="content.picture", stored_by_id=None)


def copy_of(draft: Draft, html: str) -> Revision:
    old = draft.revision
    assert old is not None
    return Revision.objects.create(
        draft=draft, number=old.number + 1, title=old.title, byline=old.byline, digest=old.digest, html=html, cover=old.cover,
        content_hash=old.content_hash, saved_at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("what", BEHIND)
def test_what_was_changed_in_the_tables_themselves_is_not_sent(
    platform: SandboxServer, wu: Member, approved: Draft, account: Account, foreign: Account, what: str
) -> None:
    """The seal is computed anew from the rows at the moment of sending; who can write SQL cannot publish by it."""
    browser(wu).post(reverse("publishing:schedule", args=[approved.pk]), forms.schedule(account))
    BEHIND[what](approved, foreign)

    engine.tick("test")

    row = Publication.objects.get(draft=approved)
    assert (row.state, row.failure_kind) == (PublicationState.BLOCKED, "approval_void")
    assert platform.stats().accepted == 0


def test_a_title_shown_in_lists_is_not_what_goes_out(
    platform: SandboxServer, wu: Member, approved: Draft, account: Account
) -> None:
    """The draft's own title column is a label; the article is the sealed version, so a changed label changes nothing."""
    Draft.objects.filter(pk=approved.pk).update(title="蒙顶甘露全线八折")
    browser(wu).post(reverse("publishing:schedule", args=[approved.pk]), forms.schedule(account))

    engine.tick("test")

    assert approved.revision and platform.wait_until_settled().by_title == {approved.revision.title: 1}


def test_changing_back_does_not_bring_the_approval_back(
    lin: Member, wu: Member, approved: Draft, account: Account
) -> None:
    client = browser(lin)
    save(client, approved, True, title="改过的标题")
    again = Draft.objects.select_related("revision").get(pk=approved.pk)
    assert approved.revision
    save(client, again, True, title=approved.revision.title)

    refused(
        lambda: browser(wu).post(reverse("publishing:schedule", args=[approved.pk]), forms.schedule(account)),
        status=422, code="not_approved", by=wu,
    )  # fmt: skip


def test_an_account_added_after_approval_cannot_be_scheduled(
    wu: Member, approved: Draft, foreign: Account, account: Account
) -> None:
    """An account that is not in the seal is no choice of the form, and the action behind it refuses by itself."""
    from masthead.core.errors import DomainError
    from masthead.publishing.testing import schedule_now

    refused(
        lambda: browser(wu).post(reverse("publishing:schedule", args=[approved.pk]), forms.schedule(foreign)),
        status=422,
    )
    with pytest.raises(DomainError):
        schedule_now(approved, foreign, by=wu)
    assert not Publication.objects.filter(draft=approved).exists()
