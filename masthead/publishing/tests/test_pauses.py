"""暂停发布: while a brake is pressed nothing begins its last stage, and its end decides what becomes of what was missed."""

import datetime as dt

import pytest

from masthead.content.models import Draft, Topic, TopicSource
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.platforms.contract import Stage
from masthead.platforms.models import Platform
from masthead.platforms.registry import connector_for
from masthead.publishing import actions, engine, queries
from masthead.publishing.actions import Target
from masthead.publishing.brakes import Missed, PauseReason
from masthead.publishing.engine.send import send
from masthead.publishing.models import Pause, Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_account_for, make_approved, make_publication, schedule_now
from masthead.trail.models import Event
from masthead.trail.probes import PROBES, Window, catches_its_violation

pytestmark = pytest.mark.django_db
S = PublicationState


def state_of(publication: Publication) -> str:
    publication.refresh_from_db()
    return publication.state


def press(target: Target, by, **more):
    return actions.pause_publishing(target=target, why=more.pop("why", PauseReason.OPINION), by=by, **more)


def targets(due: Publication) -> list[Target]:
    topic = Draft.objects.get(pk=due.draft_id).topic
    Topic.objects.filter(pk=topic.pk).update(source=TopicSource.CAMPAIGN)
    topic.refresh_from_db()
    return [
        Target(),
        Target(platform=Platform.objects.get(pk=due.account.platform_id)),
        Target(account=due.account),
        Target(topic=topic),
    ]


def test_each_scope_holds_back_what_it_covers_and_nothing_else(due, quick, zheng, lin, wu, he):
    other = make_account_for(wu, backup=he, name="云岭茶铺", app_id="wx_teashop")
    beside = schedule_now(make_approved(lin, other, title="门店春茶上新"), other, by=wu)

    found = {}
    for target in targets(due):
        pause = press(target, zheng)
        found[pause.scope] = set(queries.due_in_turn(clock.now(), 10))
        assert queries.is_paused(due)
        actions.resume_publishing(pause=pause, missed=Missed.NOW, reason="事情已经查清", by=zheng)

    assert found == {"company": set(), "platform": set(), "account": {beside.pk}, "campaign": {beside.pk}}
    assert set(queries.due_in_turn(clock.now(), 10)) == {due.pk, beside.pk}


def test_the_due_query_costs_the_same_with_any_number_of_brakes(due, zheng, django_assert_num_queries):
    with django_assert_num_queries(6):
        queries.due_in_turn(clock.now(), 10)
    for target in targets(due):
        press(target, zheng)
    with django_assert_num_queries(6):
        queries.due_in_turn(clock.now(), 10)


def test_a_pause_between_claim_and_last_stage_sends_nothing_and_loses_nothing(platform, due, quick, zheng):
    claim = actions.claim_due(worker="a", most=5)
    pause = press(Target(), zheng)

    send(due.pk, claim.token, "a")

    assert state_of(due) == S.SCHEDULED
    assert due.claimed_by == "" and due.stage, "what was uploaded stays, nobody holds the row"
    assert platform.stats().accepted == 0
    assert engine.tick("b").done == 0
    assert not due.attempts.filter(is_last=True).exists()

    actions.resume_publishing(pause=pause, missed=Missed.NOW, reason="事情已经查清", by=zheng)
    engine.tick("b")
    assert state_of(due) in (S.ACCEPTED, S.PUBLISHED)
    assert platform.stats().accepted == 1


def test_a_last_call_under_way_when_the_brake_is_pressed_is_finished(platform, due, quick, zheng):
    claim = actions.claim_due(worker="a", most=5)
    step = actions.Step(Stage("submit", "提交发布", repeatable=False), is_last=True)
    attempt = actions.begin_stage(publication_id=due.pk, token=claim.token, step=step, worker="a")
    press(Target(), zheng)

    facts = {"publish_id": "1"}
    actions.settle_stage(
        attempt=attempt, token=claim.token, facts=facts, connector=connector_for("wechat_oa"), then=None
    )

    assert state_of(due) == S.ACCEPTED
    verdicts = list(PROBES["3.3.3.paused_nothing_sent"].examine(_month()))
    assert [v.passed for v in verdicts] == [True], "it began before the brake was pressed"


def _month() -> Window:
    return Window(clock.now() - dt.timedelta(days=30), clock.now() + dt.timedelta(seconds=1))


@pytest.mark.parametrize("missed", list(Missed))
def test_a_resumption_decides_what_becomes_of_what_was_missed(approved, account, quick, zheng, wu, lin, missed):
    now = clock.now()
    row = make_publication(
        approved, account, by=wu, due_at=now - dt.timedelta(hours=5), content_hash=approved.approved_hash
    )
    ahead = make_publication(approved, account, by=wu, due_at=now + dt.timedelta(hours=5), content_hash="1" * 64)
    pause = press(Target(account=account), zheng, at=now - dt.timedelta(hours=6))
    actions.decide_late()
    assert state_of(row) == S.SCHEDULED, "while it is paused nobody is asked"

    preview = queries.resumption_preview(zheng, pause, now)
    assert (preview.missed, preview.too_late, preview.ahead) == (1, 0, 1)
    assert actions.resume_publishing(pause=pause, missed=missed, reason="事情已经查清", by=zheng) == 1

    expected = {Missed.NOW: S.SCHEDULED, Missed.ASK: S.HELD, Missed.CANCEL: S.CANCELLED}[missed]
    assert state_of(row) == expected
    assert state_of(ahead) == S.SCHEDULED
    assert (row.pk in queries.due_in_turn(clock.now(), 10)) == (missed == Missed.NOW)
    assert actions.decide_late() == 0
    assert Event.objects.filter(name="publishing:pause:released", actor_name=zheng.name).count() == 1
    if missed == Missed.ASK:
        assert set(Notice.objects.filter(kind="publishing.held").values_list("member_id", flat=True)) == {wu.pk, lin.pk}


def test_what_another_pause_still_covers_waits_for_that_one(due, quick, zheng):
    inner, outer = press(Target(account=due.account), zheng), press(Target(), zheng)

    assert actions.resume_publishing(pause=outer, missed=Missed.CANCEL, reason="先放开其他账号", by=zheng) == 0
    assert state_of(due) == S.SCHEDULED
    assert actions.resume_publishing(pause=inner, missed=Missed.CANCEL, reason="内容不再合适", by=zheng) == 1
    assert state_of(due) == S.CANCELLED


def test_a_window_that_ends_under_a_pause_is_told_as_that(due, quick, zheng, wu):
    press(Target(), zheng)

    actions.close_hopeless(at=due.window_end + dt.timedelta(minutes=1))

    assert state_of(due) == S.EXPIRED
    assert due.failure_kind == "paused_over" and "暂停" in due.failure_message


def test_who_may_press_what(due, account, zheng, chen, he, wu, sun):
    assert press(Target(account=account), he).made_by == he
    with pytest.raises(RuleBroken, match="已经暂停"):
        press(Target(account=account), chen)
    for member in (he, chen, wu):
        with pytest.raises(NotPermitted):
            press(Target(), member)
    with pytest.raises(NotPermitted):
        press(Target(account=account), sun)
    with pytest.raises(BadInput):
        press(Target(), zheng, why=PauseReason.OTHER, words="")
    pause = press(Target(), zheng, why=PauseReason.MOURNING)
    with pytest.raises(NotPermitted):
        actions.resume_publishing(pause=pause, missed=Missed.NOW, reason="我想发布", by=he)
    actions.resume_publishing(pause=pause, missed=Missed.NOW, reason="哀悼日已过", by=zheng)
    with pytest.raises(Stale):
        actions.resume_publishing(pause=pause, missed=Missed.NOW, reason="哀悼日已过", by=zheng)


def test_those_whose_publications_wait_are_told_once(due, zheng, wu, lin):
    pause = press(Target(), zheng, words="茶园照片引发争议")

    told = Notice.objects.filter(kind="publishing.paused")
    assert set(told.values_list("member_id", flat=True)) == {wu.pk, lin.pk}
    assert "茶园照片引发争议" in told.first().body and told.first().url == pause.get_absolute_url()


def test_a_task_by_hand_is_not_handed_over_and_nobody_is_reminded_while_paused(planned, quick, zheng, wu):
    pause = press(Target(account=planned.account), zheng)

    assert actions.hand_over_due() == 0 and state_of(planned) == S.SCHEDULED
    actions.resume_publishing(pause=pause, missed=Missed.NOW, reason="事情已经查清", by=zheng)
    assert actions.hand_over_due() == 1
    press(Target(account=planned.account), zheng)
    assert actions.remind_overdue(at=planned.due_at + dt.timedelta(minutes=1)) == 0


def test_the_probe_sees_what_went_out_under_a_pause(db):
    found = PROBES["3.3.3.paused_nothing_sent"]

    assert catches_its_violation(found, Window(clock.now() - dt.timedelta(days=30), clock.now()))
    assert not Pause.objects.exists()


def test_what_was_paused_is_neither_lost_nor_late(due, quick, zheng):
    now = clock.now()
    Publication.objects.filter(pk=due.pk).update(due_at=now - dt.timedelta(hours=3))
    press(Target(), zheng, at=now - dt.timedelta(hours=4))

    for key in ("3.3.3.on_time", "3.3.3.not_lost"):
        verdicts = {v.pk: v.passed for v in PROBES[key].examine(_month())}
        assert verdicts[due.pk] is not False, key
