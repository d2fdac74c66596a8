"""A platform that is down makes its rows wait without burning tries; a throttle slows one account and nobody else."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.core.errors import BadInput, FaultKind, NotPermitted, PlatformFault
from masthead.publishing import actions, engine, queries
from masthead.publishing.brakes import CircuitState
from masthead.publishing.models import AccountPace, Circuit, Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_account_for, make_approved, make_publication, schedule_now
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db
S, C = PublicationState, CircuitState


@pytest.fixture
def shop(wu, he, platform):
    platform.add_app("wx_teashop", "cloudridge-secret", name="云岭茶铺")
    return make_account_for(wu, backup=he, name="云岭茶铺", app_id="wx_teashop")


@pytest.fixture
def beside(shop, lin, wu) -> Publication:
    return schedule_now(make_approved(lin, shop, title="门店春茶上新"), shop, by=wu)


def fault(account, at=None, times=1) -> bool:
    moment = at or clock.now()
    said = {"platform_id": account.platform_id, "account_id": account.pk, "said": "平台没有答复。"}
    return [actions.note_fault(**said, at=moment) for _ in range(times)][-1]


def circuit(account) -> Circuit:
    return Circuit.objects.get(platform_id=account.platform_id)


def test_faults_of_several_accounts_open_the_circuit_and_rows_wait(platform, due, beside, quick, account, shop):
    assert not fault(account, times=4)
    assert fault(shop), "five of ten, of two accounts"

    report = engine.tick("a")

    due.refresh_from_db()
    assert (report.done, due.state, due.tries, due.attempts.count()) == (0, S.SCHEDULED, 0, 0)
    assert Event.objects.filter(name="publishing:circuit:opened").count() == 1
    assert queries.waiting_by_brakes(clock.now()) == 2


def test_one_account_alone_never_opens_it_while_others_use_the_platform(beside, account, shop):
    assert not fault(account, times=20)
    assert circuit(account).state == C.CLOSED


def test_the_only_account_of_a_platform_opens_it(due, account):
    assert fault(account, times=5)


def test_successes_between_and_time_keep_it_closed(due, account):
    now = clock.now()
    for number in range(12):
        fault(account, at=now + dt.timedelta(minutes=6) * number)
    assert circuit(account).state == C.CLOSED

    for _ in range(12):
        fault(account, at=now)
        for _answer in range(2):
            actions.note_answer(platform_id=account.platform_id, at=now)
    assert circuit(account).state == C.CLOSED


def test_while_it_is_open_a_failing_call_burns_no_try(platform, due, quick, account):
    quick(breaker_faults=1, breaker_calls=4)
    platform.set_fault("http_500", "draft/add", count=1)

    engine.tick("a")

    due.refresh_from_db()
    assert (due.state, due.tries) == (S.SCHEDULED, 0)
    assert circuit(account).state == C.OPEN


def test_half_open_lets_one_row_of_two_workers_through_and_a_success_closes_it(platform, due, beside, quick, account):
    fault(account, times=4)
    fault(beside.account)
    later = clock.now() + dt.timedelta(seconds=40)
    assert actions.claim_probes(worker="a", at=clock.now()).keys == [], "not before its time"
    read_by_both = circuit(account)

    first = actions.claim_probes(worker="a", at=later)
    second = actions.claim_probes(worker="b", at=later)

    assert (len(first.keys), second.keys) == (1, [])
    assert circuit(account).state == C.HALF_OPEN
    assert not actions.take_probe(circuit=read_by_both, account_id=1, at=later), "who read it before has lost"
    assert queries.due_in_turn(later, 10) == []

    actions.note_answer(platform_id=account.platform_id, at=later)
    assert circuit(account).state == C.CLOSED
    assert len(queries.due_in_turn(later, 10)) == 1


def test_a_probe_that_fails_waits_longer_and_then_tries_another_account(due, beside, quick, account):
    fault(account, times=4)
    fault(beside.account)
    moment, waits, asked = clock.now(), [], []
    for _ in range(3):
        moment = circuit(account).probe_at
        claim = actions.claim_probes(worker="a", at=moment)
        row = Publication.objects.get(pk=claim.keys[0])
        asked.append(row.account_id)
        Publication.objects.filter(pk=row.pk).update(state=S.SCHEDULED, claimed_by="", lease_until=None)
        fault(row.account, at=moment)
        waits.append((circuit(account).probe_at - moment).total_seconds())

    assert waits[0] < waits[1] < waits[2]
    assert set(asked[:2]) == {account.pk, beside.account_id}


def test_a_probe_whose_worker_died_is_tried_by_another(due, quick, account):
    fault(account, times=5)
    first = circuit(account).probe_at
    assert actions.claim_probes(worker="dead", at=first).keys == [due.pk]
    dead = first + dt.timedelta(seconds=61)

    actions.recover_abandoned(at=dead)

    assert actions.claim_probes(worker="b", at=dead).keys == [due.pk]


def test_a_circuit_opened_by_a_person_stays_open_until_a_person_closes_it(due, quick, account, he, wu):
    mine = actions.circuit_of(platform_id=account.platform_id)
    with pytest.raises(NotPermitted):
        actions.switch_circuit(circuit=mine, to=C.OPEN, reason="平台公告停机维护", by=wu)
    with pytest.raises(BadInput):
        actions.switch_circuit(circuit=mine, to=C.OPEN, reason="", by=he)
    actions.switch_circuit(circuit=mine, to=C.OPEN, reason="平台公告停机维护", by=he)

    actions.note_answer(platform_id=account.platform_id, at=clock.now())
    assert actions.claim_probes(worker="a", at=clock.now() + dt.timedelta(minutes=30)).keys == []
    assert queries.due_in_turn(clock.now(), 5) == []

    actions.switch_circuit(circuit=circuit(account), to=C.CLOSED, reason="平台维护已经结束", by=he)
    assert queries.due_in_turn(clock.now(), 5) == [due.pk]


def test_a_throttle_holds_the_whole_account_back_and_nobody_else(platform, due, beside, quick, account, lin, wu):
    second = schedule_now(make_approved(lin, account, title="蒙顶山明前茶的第二锅"), account, by=wu)
    quick(per_account=1)
    platform.set_fault("errcode", "draft/add", errcode=45011, count=1, appid="wx_cloudridge")

    engine.tick("a")

    rows = {row.pk: row for row in Publication.objects.all()}
    assert rows[beside.pk].state in (S.ACCEPTED, S.PUBLISHED)
    assert [rows[due.pk].tries, rows[second.pk].tries] == [0, 0]
    assert rows[second.pk].attempts.count() == 0, "it was not even tried"
    assert AccountPace.objects.get().account_id == account.pk


def test_the_gap_grows_with_throttles_and_shrinks_with_successes(due, account, approved, wu):
    moment, gaps = clock.now(), []
    asked = PlatformFault("过于频繁", kind=FaultKind.THROTTLED, retry_after=1)
    for _ in range(4):
        until = actions.note_throttle(account=account, fault=asked, at=moment)
        again = actions.note_throttle(account=account, fault=asked, at=moment)
        assert again >= until, "answers to calls under way together count once"
        gaps.append(AccountPace.objects.get().gap_seconds)
        moment = again + dt.timedelta(seconds=1)
    assert gaps == [5, 10, 20, 40]

    for number in range(3):
        make_publication(approved, account, by=wu, due_at=clock.now(), content_hash=f"{number:064d}")
    assert len(queries.due_in_turn(moment, 10)) == 1, "one call at a time while a pace is learned"
    for _ in range(6):
        actions.note_passed(account_id=account.pk, at=moment)
    assert AccountPace.objects.get().gap_seconds == 0
    assert len(queries.due_in_turn(moment + dt.timedelta(minutes=1), 10)) == 4


def test_a_throttle_of_the_whole_platform_holds_all_its_accounts_back_for_that_long(due, beside, account):
    asked = PlatformFault("应用调用次数已用完", kind=FaultKind.THROTTLED, retry_after=600, everywhere=True)

    actions.note_throttle(account=account, fault=asked, at=clock.now())

    assert queries.due_in_turn(clock.now(), 10) == []
    assert len(queries.due_in_turn(clock.now() + dt.timedelta(minutes=12), 10)) == 2
    assert not AccountPace.objects.exists()
