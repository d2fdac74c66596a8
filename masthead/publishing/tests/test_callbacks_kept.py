"""Callbacks are kept first: replays, doubles, floods, deaths on the way."""

import datetime as dt
import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.accounts.testing import CALLBACK_TOKEN, make_connected_account
from masthead.content.testing import unit_of
from masthead.core import clock, secrets
from masthead.notify.models import Notice
from masthead.platforms.connectors.wechat_oa import crypto
from masthead.platforms.contract import CallbackMessage, Progress, ProgressState
from masthead.platforms.models import Platform
from masthead.publishing import actions, engine, tasks
from masthead.publishing.actions.callbacks import wire_context
from masthead.publishing.models import CallbackEvent, CallbackRefusal, Publication
from masthead.publishing.states import CallbackState, PublicationState
from masthead.publishing.testing import make_approved, make_publication
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db
WORDS = "请问春茶什么时候上市"


@pytest.fixture
def account(wu: Any, he: Any) -> Account:
    """In plain mode: the address is signed, the body is not."""
    return make_connected_account(unit=unit_of(wu), administrator=wu, backup=he, callback_token=CALLBACK_TOKEN)


def message(key: str = "1001", text: str = WORDS) -> str:
    return (
        "<xml><ToUserName>gh_yunlingchashi</ToUserName><FromUserName>o1</FromUserName>"
        f"<CreateTime>1</CreateTime><MsgType>text</MsgType><Content>{text}</Content><MsgId>{key}</MsgId></xml>"
    )


def signed(nonce: str = "4711", *, age: float = 0, token: str = CALLBACK_TOKEN) -> dict[str, str]:
    stamp = str(int(time.time() - age))
    return {"timestamp": stamp, "nonce": nonce, "signature": crypto.signature(token, stamp, nonce)}


def push(account: Account, body: str, query: dict[str, str]) -> Any:
    address = reverse("publishing:callback", args=[account.pk])
    client = Client(headers={"Accept": "application/json"})
    return client.post(address, body, content_type="text/xml", query_params=query)


def test_a_readers_message_is_kept_sealed_and_worked_on_by_a_job(
    account: Account, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert push(account, message(), signed()).content == b"success"

    event = CallbackEvent.objects.get()
    assert event.state == CallbackState.PROCESSED
    assert WORDS not in str(CallbackEvent.objects.values())
    assert WORDS in secrets.unseal(event.sealed, wire_context(account.pk, event.event_key))


def test_the_very_delivery_again_is_a_replay_whatever_its_body_says(account: Account) -> None:
    query = signed()
    push(account, message("1001"), query)

    answer = push(account, message("1002", "另一条"), query)

    assert (answer.status_code, answer.json()["code"]) == (403, "callback_replayed")
    assert CallbackEvent.objects.count() == 1
    assert CallbackRefusal.objects.get().code == "callback_replayed"


def test_the_same_message_delivered_anew_is_answered_and_ignored(account: Account) -> None:
    push(account, message(), signed("1"))

    assert push(account, message(), signed("2")).status_code == 200
    assert CallbackEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("how", "code"),
    [({"token": "guessed"}, "callback_signature"), ({"age": 3600}, "callback_stale")],
)
def test_a_flood_of_refusals_is_one_row_one_event_and_one_notice(
    account: Account, how: dict[str, Any], code: str
) -> None:
    query = signed(**how)
    for _turn in range(25):
        assert push(account, message(), query).json()["code"] == code

    assert CallbackRefusal.objects.get().count == 25
    assert Event.objects.filter(name="publishing:callback:refused").count() == 1
    assert Notice.objects.filter(kind="publishing.callbacks").count() == 2
    assert not CallbackEvent.objects.exists()


def test_a_body_that_is_too_large_is_refused_and_counted(account: Account) -> None:
    answer = push(account, message(text="茶" * 200_000), signed())

    assert (answer.status_code, answer.json()["code"]) == (403, "callback_too_large")
    assert not CallbackEvent.objects.exists()


def test_whoever_pushes_too_often_is_told_to_wait(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("masthead.publishing.views.callbacks.MOST_A_MINUTE", 3)

    assert [push(account, message(str(n)), signed(str(n))).status_code for n in range(5)] == [200] * 3 + [429] * 2


def test_an_account_that_is_not_there_keeps_nothing(account: Account) -> None:
    answer = Client().post(reverse("publishing:callback", args=[account.pk + 99]), message(), content_type="text/xml")

    assert answer.status_code == 404
    assert not CallbackRefusal.objects.exists()


@pytest.fixture
def left_behind(account: Account, lin: Any, wu: Any) -> tuple[CallbackEvent, Publication]:
    """Kept, and then the process died: the publication still waits for its result."""
    publication = make_publication(
        make_approved(lin, account), account, by=wu, due_at=clock.now(), state=PublicationState.ACCEPTED,
        remote={"publish_id": "77"}, remote_key="77",
    )  # fmt: skip
    progress = Progress(ProgressState.PUBLISHED, {"article_id": "A1"}, "https://mp.weixin.qq.com/s/told")
    told = CallbackMessage("PUBLISHJOBFINISH:77:0", "publish_id", "77", progress)
    past = clock.now() - dt.timedelta(minutes=2)
    event = actions.store_callback(account=account, message=told, seen="s1", wire="{}", at=past)
    assert event is not None
    return event, publication


def test_what_a_dead_process_left_is_finished_by_the_next_tick(
    left_behind: tuple[CallbackEvent, Publication], platform: Any
) -> None:
    event, publication = left_behind

    tasks.reconcile()

    event.refresh_from_db()
    publication.refresh_from_db()
    assert (event.state, publication.state) == (CallbackState.PROCESSED, PublicationState.PUBLISHED)
    assert engine.work_on(event.pk) is False
    publication.account.refresh_from_db()
    assert publication.account.published_count == 1


def test_work_that_breaks_is_noted_and_tried_a_few_times_only(
    left_behind: tuple[CallbackEvent, Publication],
) -> None:
    event, _publication = left_behind
    Account.objects.update(platform=Platform.objects.create(key="nowhere", name="没有连接程序的平台"))

    for _turn in range(8):
        engine.catch_up()

    event.refresh_from_db()
    assert (event.state, event.tries) == (CallbackState.FAILED, actions.MOST_TRIES)
    assert "还没有接入" in event.note


def test_bodies_are_forgotten_after_thirty_days_and_the_keys_stay(account: Account) -> None:
    push(account, message(), signed())
    CallbackEvent.objects.update(received_at=clock.now() - dt.timedelta(days=31))

    tasks.forget_callbacks()

    assert CallbackEvent.objects.get().sealed == ""
    assert push(account, message(), signed("2")).status_code == 200
    assert CallbackEvent.objects.count() == 1
