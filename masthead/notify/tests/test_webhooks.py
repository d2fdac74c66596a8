"""Webhooks over real HTTP against a receiver that checks signatures as a stranger would."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import transaction

from masthead.core import clock, jobs
from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken
from masthead.notify import actions, queries
from masthead.notify.models import HookDelivery, HookState, Notice, Webhook
from masthead.notify.queries import webhooks as hook_queries
from masthead.notify.states import DeliveryState
from masthead.notify.webhooks import engine, payload, signing
from masthead.org import actions as org
from masthead.org.models import Grant
from masthead.trail import actions as trail
from masthead.trail.models import Event

EVENT = "org:member:password_set"


class Receiver:
    """Keeps what arrives and answers with the statuses that the test wants, 204 when it says nothing."""

    def __init__(self):
        self.calls, self.statuses, self.headers = [], [], {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.calls.append((dict(self.headers), body))
                self.send_response(outer.statuses.pop(0) if outer.statuses else 204)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_args):
                """Quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks?token=tea"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver():
    found = Receiver()
    yield found
    found.close()


@pytest.fixture
def hook(he, receiver):
    """A webhook of the administrator, who reads the whole trail."""
    made, secret = actions.add_webhook(name="数据仓库", address=receiver.url, events=["org:member:*"], by=he)
    made.secret = secret
    return made


def happen(target, by):
    """One event on the trail, sealed."""
    with transaction.atomic():
        event = trail.record(EVENT, target=target, by=by, reason="保密的话")
    jobs.run_now("trail.seal")
    return event


def run(hook):
    engine.tick()
    return engine.deliver_to(hook.pk)


def row():
    return HookDelivery.objects.latest("pk")


def stranger_verifies(secret, headers, body):
    """Written anew from the specification, without our own code."""
    words = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.{body}".encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = "v1," + base64.b64encode(hmac.new(key, words, hashlib.sha256).digest()).decode()
    return wanted in headers["Webhook-Signature"].split()


def test_an_event_arrives_signed_with_keys_and_digests_and_without_words(hook, receiver, lin, he):
    event = happen(lin, he)

    assert run(hook) == 1
    headers, body = receiver.calls[0]
    told = json.loads(body)
    assert stranger_verifies(hook.secret, headers, body)
    assert (told["type"], told["data"]["event_id"], told["data"]["digest"]) == (EVENT, event.pk, event.digest)
    assert told["data"]["target"] == {"kind": "org.member", "id": lin.pk, "version": ""}
    assert not any(word in body for word in ("保密", "林知夏", "何静怡"))
    assert row().state == DeliveryState.SENT


def test_events_come_in_the_trails_order_and_each_once(hook, receiver, lin, zhou, he):
    first, second = happen(lin, he), happen(zhou, he)
    run(hook)
    run(hook)

    told = [json.loads(body)["data"] for _headers, body in receiver.calls]
    assert [t["event_id"] for t in told] == [first.pk, second.pk]
    assert told[0]["sequence"] < told[1]["sequence"]


def test_what_was_before_the_first_webhook_and_what_nobody_asked_for_is_not_told(he, receiver, lin):
    happen(lin, he)
    hook, _secret = actions.add_webhook(name="数据仓库", address=receiver.url, events=["content:*"], by=he)
    happen(lin, he)

    assert run(hook) == 0 and not receiver.calls


def test_the_deed_does_not_wait_for_the_receiver(hook, receiver, lin, he):
    org.set_password(member=lin, password="chunha-yunling-88", by=he)  # pragma: allowlist secret

    assert not receiver.calls and not HookDelivery.objects.exists()


def test_an_owner_who_lost_the_right_is_told_no_more(hook, receiver, lin, he, zheng):
    Grant.objects.filter(member=he).update(end_on=clock.today() - dt.timedelta(days=1))
    happen(lin, zheng)

    assert run(hook) == 0


def test_what_waits_is_not_sent_when_the_owner_has_left(hook, receiver, lin, he):
    happen(lin, he)
    engine.tick()
    he.is_active = False
    he.save()

    assert engine.deliver_to(hook.pk) == 0 and not receiver.calls


def test_a_failure_is_tried_again_later_under_the_same_id_with_a_fresh_stamp(hook, receiver, lin, he):
    receiver.statuses = [503]
    happen(lin, he)
    assert run(hook) == 0
    first = row()
    assert (first.state, first.status, first.attempts) == (DeliveryState.DUE, 503, 1)
    assert first.due_at > clock.now() + dt.timedelta(seconds=5)
    assert run(hook) == 0, "not before its time"

    with clock.travelling(dt.timedelta(seconds=11)):
        assert run(hook) == 1
    one, two = (headers for headers, _body in receiver.calls)
    assert one["Webhook-Id"] == two["Webhook-Id"] and one["Webhook-Timestamp"] != two["Webhook-Timestamp"]


def test_a_receiver_may_ask_for_patience(hook, receiver, lin, he):
    receiver.statuses, receiver.headers = [429], {"Retry-After": "600"}
    happen(lin, he)
    run(hook)

    assert row().due_at > clock.now() + dt.timedelta(seconds=590)


def test_a_receiver_that_says_gone_is_asked_no_more_and_the_owner_is_told(hook, receiver, lin, he):
    receiver.statuses = [410]
    happen(lin, he)
    run(hook)

    hook.refresh_from_db()
    assert hook.state == HookState.OFF and row().state == DeliveryState.FAILED
    assert Notice.objects.filter(member=he, kind="notify.webhook_lost").count() == 1


def test_a_webhook_that_failed_for_five_days_is_switched_off_once(hook, receiver, lin, he):
    receiver.statuses = [500] * 5
    happen(lin, he)
    run(hook)
    with clock.travelling(dt.timedelta(days=5, minutes=1)):
        run(hook)
        assert not actions.kill_webhook(webhook=hook, reason="又一次")

    hook.refresh_from_db()
    assert hook.state == HookState.OFF and "5 天" in hook.state_reason
    assert Event.objects.filter(name="notify:webhook:died").count() == 1


def test_attempts_end(hook, receiver, lin, he):
    receiver.statuses = [500] * 2
    happen(lin, he)
    engine.tick()
    HookDelivery.objects.update(attempts=10)
    engine.deliver_to(hook.pk)

    assert row().state == DeliveryState.FAILED


def test_a_row_whose_worker_died_goes_again(hook, receiver, lin, he):
    happen(lin, he)
    engine.tick()
    assert actions.claim_hook_delivery(webhook_id=hook.pk)
    assert engine.deliver_to(hook.pk) == 0, "another worker holds it"

    with clock.travelling(dt.timedelta(minutes=2)):
        assert run(hook) == 1
    assert len(receiver.calls) == 1


def test_a_late_settlement_of_a_lost_worker_changes_nothing(hook, receiver, lin, he):
    happen(lin, he)
    engine.tick()
    lost = actions.claim_hook_delivery(webhook_id=hook.pk)
    with clock.travelling(dt.timedelta(minutes=2)):
        run(hook)
    actions.settle_hook_delivery(delivery=lost, answer=engine.Answer(ok=False, reason="太晚了"))

    assert row().state == DeliveryState.SENT


def test_two_readers_of_the_trail_write_each_event_once(hook, lin, he):
    happen(lin, he)

    assert actions.write_hook_deliveries() >= 1
    assert actions.write_hook_deliveries() == 0
    assert HookDelivery.objects.filter(name=EVENT).count() == 1


def test_resending_keeps_the_id(hook, receiver, lin, he):
    happen(lin, he)
    run(hook)
    actions.resend_hook_delivery(delivery=row(), by=he)
    run(hook)

    ids = {headers["Webhook-Id"] for headers, _body in receiver.calls}
    assert len(receiver.calls) == 2 and len(ids) == 1
    assert row().state == DeliveryState.SENT


def test_what_waits_is_not_resent(hook, lin, he):
    happen(lin, he)
    engine.tick()

    with pytest.raises(RuleBroken):
        actions.resend_hook_delivery(delivery=row(), by=he)


def test_a_test_message_arrives_and_is_never_retried(hook, receiver, he):
    delivery, answer = engine.ping(webhook=hook, by=he)
    assert answer.ok and delivery.state == DeliveryState.SENT
    assert json.loads(receiver.calls[0][1])["type"] == "webhook:ping"

    receiver.statuses = [500]
    delivery, answer = engine.ping(webhook=hook, by=he)
    assert delivery.state == DeliveryState.FAILED and "500" in answer.reason


def test_during_a_change_of_secret_both_sign(hook, receiver, lin, he):
    _hook, new = actions.rotate_webhook_secret(webhook=hook, by=he)
    happen(lin, he)
    run(hook)
    headers, body = receiver.calls[0]
    assert stranger_verifies(hook.secret, headers, body) and stranger_verifies(new, headers, body)

    with clock.travelling(dt.timedelta(hours=25)):
        happen(lin, he)
        run(hook)
    headers, body = receiver.calls[-1]
    assert stranger_verifies(new, headers, body) and not stranger_verifies(hook.secret, headers, body)


def test_forged_and_replayed_messages_do_not_verify():
    secret, body, now = signing.new_secret(), '{"type":"x"}', 1_800_000_000
    good = signing.headers_for([secret], "msg_1", now, body)

    assert signing.verify(secret, good, body, now=now)
    assert not signing.verify(secret, good, body + " ", now=now)
    assert not signing.verify(secret, good | {"Webhook-Id": "msg_2"}, body, now=now)
    assert not signing.verify(signing.new_secret(), good, body, now=now)
    assert not signing.verify(secret, good, body, now=now + 301), "an old message played again"
    assert not signing.verify(secret, good | {"Webhook-Timestamp": "soon"}, body, now=now)


def test_address_and_secrets_lie_sealed_and_no_event_names_them(hook, receiver):
    kept = str(list(Webhook.objects.values())) + str(list(Event.objects.values()))

    assert receiver.url not in kept and hook.secret not in kept and "token=tea" not in kept
    assert hook_queries.opened(hook, clock.now())[0] == receiver.url


@pytest.mark.parametrize(
    "address",
    [
        "https://10.0.0.1/x",
        "https://169.254.169.254/latest",
        "http://hooks.example.com/",
        "https://u:p@a.example.com/",
        "x",
    ],
)
def test_only_public_https_addresses_are_taken(he, address):
    with pytest.raises(BadInput) as refused:
        actions.add_webhook(name="内网", address=address, events=["*"], by=he)
    assert "address" in refused.value.fields


def test_this_machine_is_no_address_in_production(he, receiver, settings):
    settings.ALLOW_LOOPBACK_TARGETS = False

    with pytest.raises(BadInput):
        actions.add_webhook(name="本机", address=receiver.url, events=["*"], by=he)


def test_an_address_that_leads_inside_later_is_refused_at_the_call(hook, receiver, lin, he, settings):
    happen(lin, he)
    settings.ALLOW_LOOPBACK_TARGETS = False
    run(hook)

    assert not receiver.calls and row().state == DeliveryState.FAILED


@pytest.mark.parametrize("events", [[], ["no:such:event"], ["nothing:*"], ["*"] * 101])
def test_events_are_those_of_the_house(he, receiver, events):
    with pytest.raises(BadInput) as refused:
        actions.add_webhook(name="数据仓库", address=receiver.url, events=events, by=he)
    assert "events" in refused.value.fields


def test_who_may_not_mind_webhooks_adds_none_and_changes_none(hook, receiver, lin, chen):
    with pytest.raises(NotPermitted):
        actions.add_webhook(name="我的", address=receiver.url, events=["*"], by=lin)
    with pytest.raises(NotPermitted):
        actions.switch_webhook(webhook=hook, on=False, by=chen)
    with pytest.raises(NotThere):
        queries.get_webhook_for(chen, hook.pk)


def test_switched_off_nothing_is_sent_and_nothing_new_is_written(hook, receiver, lin, he):
    happen(lin, he)
    engine.tick()
    actions.switch_webhook(webhook=hook, on=False, by=he)
    happen(lin, he)
    assert run(hook) == 0

    actions.switch_webhook(webhook=hook, on=True, by=he)
    assert run(hook) == 1, "what waited goes out; what happened meanwhile is not told"


def test_patterns_end_with_a_star():
    assert payload.wanted(["content:*"], "content:draft:submitted")
    assert not payload.wanted(["content:draft"], "content:draft:submitted")
