"""Messages that pretend to come from the platform, or come from it and tell of other people's posts."""

import base64
import os
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.test import Client
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.accounts.testing import APP_ID, CALLBACK_KEY, CALLBACK_TOKEN, make_connected_account
from masthead.content.models import Draft
from masthead.core import clock
from masthead.org.models import Member
from masthead.platforms.connectors.wechat_oa import crypto
from masthead.publishing.models import CallbackEvent, Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_publication
from tests.attempts.proof import JSON, nothing_changes

COUNTED = ("publishing.CallbackRefusal",)  # how often the door was tried is kept, and nothing else
OTHER_TOKEN, OTHER_KEY = "anotherToken2026", "ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkj"  # pragma: allowlist secret


def sealed(xml: str, *, key: str = CALLBACK_KEY, app_id: str = APP_ID) -> str:
    """Encrypted as the platform does it."""
    secret, body = base64.b64decode(key + "="), xml.encode()
    plain = os.urandom(16) + len(body).to_bytes(4, "big") + body + app_id.encode()
    pad = 32 - len(plain) % 32
    encryptor = Cipher(algorithms.AES(secret), modes.CBC(secret[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()


def told(publish_id: str, *, status: int = 0, to: str = "gh_yunlingchashi") -> str:
    detail = "<article_detail><count>1</count><item><idx>1</idx><article_url>https://mp.weixin.qq.com/s/told</article_url></item></article_detail>"
    return (
        f"<xml><ToUserName>{to}</ToUserName><FromUserName>o1</FromUserName><CreateTime>{int(time.time())}</CreateTime><MsgType>event</MsgType>"
        f"<Event>PUBLISHJOBFINISH</Event><PublishEventInfo><publish_id>{publish_id}</publish_id><publish_status>{status}</publish_status>"
        f"<article_id>A1</article_id>{detail}</PublishEventInfo></xml>"
    )


def push(
    account: Account,
    xml: str,
    *,
    token: str = CALLBACK_TOKEN,
    at: float | None = None,
    seal: dict[str, str] | None = None,
    addressee: str = "gh_yunlingchashi",
    **query: str,
) -> Any:
    """A message signed and encrypted with what the pusher knows."""
    body, stamp = sealed(xml, **(seal or {})), str(int(time.time() if at is None else at))
    parts = {"timestamp": stamp, "nonce": "4711", "msg_signature": crypto.signature(token, stamp, "4711", body)} | query
    envelope = f"<xml><ToUserName>{addressee}</ToUserName><Encrypt>{body}</Encrypt></xml>"
    return send(account, envelope, parts)


def send(account: Account, body: str, query: dict[str, str]) -> Any:
    address = reverse("publishing:callback", args=[account.pk])
    return Client(headers=JSON).post(address, body, content_type="text/xml", query_params=query)


@pytest.fixture
def post(approved: Draft, account: Account, wu: Member) -> Publication:
    """Handed to the platform under the number 77; its result is not known yet."""
    return make_publication(
        approved,
        account,
        by=wu,
        due_at=clock.now(),
        state=PublicationState.ACCEPTED,
        remote={"publish_id": "77"},
        remote_key="77",
    )


@pytest.fixture
def neighbour(units: Any, scene: Any, sun: Member, he: Member) -> Account:
    """An account of another department whose own callback secrets its people know."""
    return make_connected_account(
        unit=scene.cast.units["市场部"],
        administrator=sun,
        backup=he,
        name="云岭门店",
        app_id="wx_shop",
        callback_token=OTHER_TOKEN,
        callback_key=OTHER_KEY,
    )


def state_of(post: Publication) -> str:
    return Publication.objects.get(pk=post.pk).state


def test_a_true_message_is_believed(post: Publication, account: Account) -> None:
    """The positive side of everything below."""
    answer = push(account, told("77"))

    assert (answer.status_code, answer.content) == (200, b"success")
    assert state_of(post) == PublicationState.PUBLISHED


# Moments are taken when the test runs: it may come many minutes after the module was read.
FORGED: dict[str, dict[str, Any]] = {
    "the wrong token": {"token": "guessed"},
    "an empty token": {"token": ""},
    "no signature": {"msg_signature": ""},
    "a random signature": {"msg_signature": "0" * 40},
    "another moment than the signed one": {"timestamp": lambda: str(int(time.time()) - 60)},
    "another nonce than the signed one": {"nonce": "0815"},
    "an hour old": {"at": lambda: time.time() - 3600},
    "ten minutes in the future": {"at": lambda: time.time() + 600},
    "no time at all": {"timestamp": ""},
    "the wrong key": {"seal": {"key": OTHER_KEY}},
    "another app": {"seal": {"app_id": "wx_other"}},
    "no app": {"seal": {"app_id": ""}},
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_or_stale_message_is_refused_and_changes_nothing(
    post: Publication, account: Account, how: str
) -> None:
    given = {name: value() if callable(value) else value for name, value in FORGED[how].items()}
    with nothing_changes(besides=COUNTED):
        answer = push(account, told("77"), **given)

    assert answer.status_code == 403
    assert answer.json()["code"].startswith("callback_")


def test_a_plain_message_is_not_taken_where_messages_are_encrypted(post: Publication, account: Account) -> None:
    """Nobody may choose the weaker way, though its signature would be right."""
    stamp = str(int(time.time()))
    query = {"timestamp": stamp, "nonce": "1", "signature": crypto.signature(CALLBACK_TOKEN, stamp, "1")}

    with nothing_changes(besides=COUNTED):
        assert send(account, told("77"), query).status_code == 403


@pytest.mark.parametrize("change", ["one letter", "cut short", "another message"])
def test_a_changed_message_does_not_fit_its_signature(post: Publication, account: Account, change: str) -> None:
    body, stamp = sealed(told("77", status=4)), str(int(time.time()))
    query = {"timestamp": stamp, "nonce": "1", "msg_signature": crypto.signature(CALLBACK_TOKEN, stamp, "1", body)}
    other = {
        "one letter": body[:30] + ("A" if body[30] != "A" else "B") + body[31:],
        "cut short": body[:-24],
        "another message": sealed(told("77")),
    }

    with nothing_changes(besides=COUNTED):
        assert send(account, f"<xml><Encrypt>{other[change]}</Encrypt></xml>", query).status_code == 403


def test_a_message_sent_again_counts_once(post: Publication, account: Account) -> None:
    xml = told("77")
    push(account, xml)
    before = Publication.objects.values().get(pk=post.pk)

    assert push(account, xml).status_code == 200

    assert Publication.objects.values().get(pk=post.pk) == before
    assert CallbackEvent.objects.count() == 1
    account.refresh_from_db()
    assert account.published_count == 1


def test_a_late_bad_message_does_not_take_a_published_post_back(post: Publication, account: Account) -> None:
    push(account, told("77"))
    push(account, told("77", status=4))

    assert state_of(post) == PublicationState.PUBLISHED


def test_another_account_cannot_tell_of_our_posts(post: Publication, neighbour: Account) -> None:
    """Its people know their own token and key, and may know our number; the message is true for them and nothing for us."""
    mine = {"token": OTHER_TOKEN, "seal": {"key": OTHER_KEY, "app_id": "wx_shop"}, "addressee": neighbour.handle}
    answer = push(neighbour, told("77", to=neighbour.handle), **mine)

    assert answer.status_code == 200
    assert state_of(post) == PublicationState.ACCEPTED


def test_another_accounts_secrets_do_not_open_our_door(post: Publication, account: Account, neighbour: Account) -> None:
    with nothing_changes(besides=COUNTED):
        assert (
            push(account, told("77"), token=OTHER_TOKEN, seal={"key": OTHER_KEY, "app_id": "wx_shop"}).status_code
            == 403
        )


def test_a_message_for_another_addressee_is_refused(post: Publication, account: Account) -> None:
    with nothing_changes(besides=COUNTED):
        assert push(account, told("77", to="gh_somebody_else")).status_code == 403


@pytest.mark.parametrize("number", ["78", "", "7", "77 OR 1=1", "%", "0"])
def test_a_message_about_an_unknown_number_changes_no_post(post: Publication, account: Account, number: str) -> None:
    assert push(account, told(number)).status_code == 200

    assert state_of(post) == PublicationState.ACCEPTED


@pytest.mark.parametrize(
    "state", [PublicationState.SCHEDULED, PublicationState.CANCELLED, PublicationState.FAILED, PublicationState.BLOCKED]
)
def test_a_message_does_not_publish_what_was_never_handed_over(
    post: Publication, account: Account, state: PublicationState
) -> None:
    Publication.objects.filter(pk=post.pk).update(state=state)

    push(account, told("77"))

    assert state_of(post) == state


BODIES = {
    "nothing": b"",
    "no xml": b"hello",
    "an entity": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Encrypt>&a;</Encrypt></xml>',
    "a bomb": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>',
    "half": b"<xml><Encrypt>",
    "big": b"<xml>" + b"a" * 400_000,
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_is_no_message_is_refused_in_words(post: Publication, account: Account, what: str) -> None:
    stamp = str(int(time.time()))
    with nothing_changes(besides=COUNTED):
        answer = send(account, BODIES[what].decode(), {"timestamp": stamp, "nonce": "1", "msg_signature": "0" * 40})

    assert answer.status_code == 403
    assert "root:" not in answer.content.decode()


def test_the_address_check_echoes_nothing_for_a_stranger(account: Account) -> None:
    stamp = str(int(time.time()))
    address = reverse("publishing:callback", args=[account.pk])
    wrong = {
        "timestamp": stamp,
        "nonce": "1",
        "signature": crypto.signature("guessed", stamp, "1"),
        "echostr": "<script>alert(1)</script>",
    }
    right = wrong | {"signature": crypto.signature(CALLBACK_TOKEN, stamp, "1")}

    assert Client(headers=JSON).get(address, wrong).status_code == 403
    answer = Client().get(address, right)
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain"), (
        "an echo is never a page"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_account_without_callback_secrets_has_no_door(foreign: Account) -> None:
    stamp = str(int(time.time()))
    query = {"timestamp": stamp, "nonce": "1", "signature": crypto.signature("", stamp, "1"), "echostr": "1"}

    assert Client(headers=JSON).get(reverse("publishing:callback", args=[foreign.pk]), query).status_code == 403
    assert send(foreign, told("77"), query).status_code == 403


def test_accounts_cannot_be_counted_by_their_doors(account: Account) -> None:
    """An account that exists and one that does not both refuse; the difference is no secret, but nothing else is told."""
    answer = Client(headers=JSON).get(reverse("publishing:callback", args=[999_999]))

    assert answer.status_code in (403, 404)
    assert "云岭" not in answer.content.decode()
