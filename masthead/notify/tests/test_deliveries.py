"""From a deed to the group and the mailbox: once each, after the commit, and never in the deed's way."""

import datetime as dt
import time

import pytest
from django.core import mail
from django.db import transaction

from masthead.core import clock
from masthead.core.errors import RuleBroken
from masthead.notify import actions, engine, queries
from masthead.notify.models import Delivery, Notice, Preference, RobotChannel
from masthead.notify.robots import Outcome, Result
from masthead.notify.states import ChannelState, DeliveryState, MailMode, Medium
from masthead.notify.testing import make_channel
from masthead.org.models import Member
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db
WORKDAY = dt.datetime(2025, 10, 9, 2, 0, tzinfo=dt.UTC)  # 10:00 in Shanghai


@pytest.fixture(autouse=True)
def _nobody_has_an_address(cast):
    Member.objects.update(email="")
    for member in cast.people.values():
        member.email = ""


@pytest.fixture
def mailed(zhou, chen):
    """Two members with an address."""
    for member in (zhou, chen):
        member.email = f"{member.username}@yunling.example"
        member.save(update_fields=["email"])
    return zhou, chen


def tell(*members, **more):
    more.setdefault("at", WORKDAY)
    words = {"kind": "approvals.asked", "title": "请审批：春茶采摘开园", "url": "/content/drafts/1/", **more}
    return actions.tell(members=members, **words)


def deliver_all():
    for medium, target in queries.due_targets(clock.now()):
        engine.deliver_to(medium, target)


def state_of(robot=None):
    rows = Delivery.objects.filter(robot=robot) if robot else Delivery.objects.filter(medium=Medium.MAIL)
    return [row.state for row in rows.order_by("pk")]


def test_one_robot_message_for_all_and_a_mail_for_each(robots, mailed, he):
    robots()
    channel = make_channel(by=he)
    tell(*mailed)
    deliver_all()

    (call,) = robots.calls()
    assert "请审批：春茶采摘开园" in call["text"]
    assert "周明远、陈立群" in call["text"]
    assert sorted(m.to[0].split("<")[-1] for m in mail.outbox) == ["chenzg@yunling.example>", "zhoush@yunling.example>"]
    assert state_of(channel) == [DeliveryState.SENT]
    deliver_all()
    assert len(robots.calls()) == 1
    assert len(mail.outbox) == 2


def test_a_mail_has_text_html_one_id_and_the_way_out(mailed):
    tell(mailed[0])
    deliver_all()
    (message,) = mail.outbox
    assert message.alternatives[0][1] == "text/html"
    assert message.extra_headers["List-Unsubscribe"].endswith("/notices/settings/>")
    assert message.extra_headers["Message-ID"] == f"<delivery-{Delivery.objects.get().pk}@localhost>"
    assert "http://localhost:8000/content/drafts/1/" in message.body


def test_a_title_cannot_smuggle_headers_or_html_into_a_mail(mailed):
    tell(mailed[0], title="请审批\r\nBcc: x@evil.example <script>")
    deliver_all()
    (message,) = mail.outbox
    assert "\n" not in message.subject
    assert message.recipients() == [message.to[0]]
    assert "<script>" not in message.alternatives[0][0]


def test_deliveries_stand_or_fall_with_the_deed(mailed, he):
    make_channel(by=he)

    def deed() -> None:
        with transaction.atomic():
            tell(mailed[0])
            raise RuntimeError("the deed failed")

    with pytest.raises(RuntimeError, match="the deed failed"):
        deed()
    assert not Delivery.objects.exists()


def test_a_channel_carries_only_its_kinds_and_units(units, zhou, sun, he):
    make_channel(by=he, units=[units["市场部"]], kinds=["approvals.asked"])
    tell(zhou)
    tell(sun, kind="publishing.failed")
    assert not Delivery.objects.exists()
    tell(sun)
    assert Delivery.objects.count() == 1


def test_a_robot_that_hangs_holds_up_neither_deed_nor_others(robots, mailed, he, monkeypatch):
    robots("wecom", "dead-robot-01", fault="hang")
    robots("dingtalk", "live-robot-01")
    dead, live = make_channel(key="dead-robot-01", by=he), make_channel("dingtalk", key="live-robot-01", by=he)
    monkeypatch.setattr("masthead.notify.robots.sending.SECONDS", 0.5)
    began = time.monotonic()
    tell(*mailed)
    assert time.monotonic() - began < 0.4
    deliver_all()

    assert state_of(live) == [DeliveryState.SENT]
    assert len(mail.outbox) == 2
    assert state_of(dead) == [DeliveryState.UNKNOWN]
    dead.refresh_from_db()
    assert not queries.is_free(dead, clock.now())


def test_a_wrong_secret_puts_the_channel_in_fault_and_tells_administrators_once(robots, zhou, he):
    robots("dingtalk", secret="SECtea")
    channel = make_channel("dingtalk", by=he, secret="SECcoffee")
    tell(zhou)
    tell(zhou)
    deliver_all()

    channel.refresh_from_db()
    assert channel.state == ChannelState.FAULT
    assert "robot-key" not in channel.fault
    assert Notice.objects.filter(member=he, kind="notify.channel_lost").count() == 1
    assert Event.objects.filter(name="notify:channel:lost").count() == 1
    assert state_of(channel) == [DeliveryState.DUE, DeliveryState.DUE]

    actions.change_channel(channel=channel, name=channel.name, kinds=channel.kinds, secret="SECtea", by=he)
    Delivery.objects.update(due_at=clock.now())
    deliver_all()
    assert state_of(channel) == [DeliveryState.SENT, DeliveryState.SENT]


def test_throttling_waits_and_pauses_the_whole_robot(robots, zhou, he):
    robots(fault="45009")
    channel = make_channel(by=he)
    tell(zhou)
    deliver_all()
    row = Delivery.objects.get()
    channel.refresh_from_db()
    assert row.state == DeliveryState.DUE
    assert not queries.is_free(channel, clock.now())
    assert row.due_at >= clock.now() + dt.timedelta(seconds=55)
    assert queries.due_targets(clock.now() + dt.timedelta(seconds=30)) == []


def test_after_enough_tries_it_has_failed_and_can_be_sent_again(robots, zhou, he):
    robots(fault="http_500")
    channel = make_channel(by=he)
    tell(zhou)
    for _ in range(8):
        Delivery.objects.filter(state=DeliveryState.DUE).update(due_at=clock.now())
        RobotChannel.objects.update(paused_until=None)
        deliver_all()
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.code) == (DeliveryState.FAILED, 5, "HTTP 502")

    robots()
    RobotChannel.objects.update(paused_until=None)
    actions.resend(delivery=row, by=he)
    deliver_all()
    assert state_of(channel) == [DeliveryState.SENT]
    with pytest.raises(RuleBroken):
        actions.resend(delivery=Delivery.objects.get(), by=he)


def test_killed_between_send_and_settle_a_robot_line_is_not_said_twice(robots, mailed, he):
    robots()
    make_channel(by=he)
    tell(mailed[0])
    for medium, target in queries.due_targets(clock.now()):
        actions.claim_bundle(medium=medium, target=target)  # and here the worker dies
    assert actions.find_lost() == 0
    actions.find_lost(at=clock.now() + dt.timedelta(minutes=3))

    assert Delivery.objects.get(medium=Medium.ROBOT).state == DeliveryState.UNKNOWN
    assert Delivery.objects.get(medium=Medium.MAIL).state == DeliveryState.DUE
    deliver_all()
    assert robots.calls() == []


def test_an_answer_that_never_came_is_unverified(robots, zhou, he):
    robots(fault="cut_after")
    channel = make_channel(by=he)
    tell(zhou)
    deliver_all()
    deliver_all()
    assert state_of(channel) == [DeliveryState.UNKNOWN]
    assert len(robots.calls()) == 1


def test_two_workers_never_hold_the_same_row(zhou, he):
    channel = make_channel(by=he)
    tell(zhou)
    first = actions.claim_bundle(medium="robot", target=channel.pk)
    assert len(first) == 1
    assert actions.claim_bundle(medium="robot", target=channel.pk) == []
    late = Outcome(Result.SENT)
    actions.find_lost(at=clock.now() + dt.timedelta(minutes=3))
    assert actions.settle_bundle(bundle=first, outcome=late) == 0, "what the recovery judged stays"


def test_quiet_hours_hold_and_many_become_one(robots, zhou, he):
    robots()
    channel = make_channel(by=he, quiet_from=dt.time(21), quiet_to=dt.time(8))
    night = dt.datetime(2025, 10, 9, 14, 0, tzinfo=dt.UTC)  # 22:00
    for n in range(5):
        tell(zhou, title=f"夜里的第{n}条", at=night)
    tell(zhou, title="紧急的一条", at=night, urgent=True)
    held = Delivery.objects.filter(held=True)
    assert {clock.china(d.due_at).strftime("%d %H:%M") for d in held} == {"10 08:00"}

    deliver_all()
    texts = [call["text"] for call in robots.calls()]
    assert len(texts) == 2
    assert "紧急的一条" in texts[1]
    assert "5 条通知" in texts[0]
    assert set(state_of(channel)) == {DeliveryState.SENT}


def test_what_waited_a_day_for_a_dead_channel_fails(zhou, he):
    channel = make_channel(by=he)
    tell(zhou, at=clock.now() - dt.timedelta(days=2))
    actions.switch_channel(channel=channel, on=False, by=he)
    assert actions.give_up_old() == 1
    assert Delivery.objects.get().code == "channel_down"


def test_a_member_without_address_or_wish_gets_no_mail(zhou, chen):
    chen.email = "chen@yunling.example"
    chen.save(update_fields=["email"])
    Preference.objects.create(member=chen, mail={"approvals.asked": MailMode.NEVER})
    tell(zhou, chen)
    assert not Delivery.objects.exists()


def test_a_mail_server_that_is_down_is_tried_again(mailed, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    tell(mailed[0])
    deliver_all()
    assert Delivery.objects.get().state == DeliveryState.DUE


def test_secrets_lie_sealed_and_the_wrong_row_cannot_open_them(he):
    one, two = make_channel(by=he, secret="SECtea"), make_channel(key="robot-key-0002", by=he)
    assert "robot-key-0001" not in one.sealed_address
    assert "SECtea" not in one.sealed_secret
    two.sealed_address = one.sealed_address
    outcome = engine.test_channel(channel=two, by=he)
    assert outcome.result == Result.CREDENTIAL
    assert all("robot-key" not in str(e.data) for e in Event.objects.all())
