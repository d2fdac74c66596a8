"""The way out over HTTP to the sandbox: one success, every kind of failure, and never a second post."""

import datetime as dt
import time
from dataclasses import replace

import pytest

from masthead.core import clock
from masthead.notify.models import Notice
from masthead.platforms.connectors.wechat_oa.connector import WechatConnector
from masthead.publishing import actions, engine
from masthead.publishing.models import Attempt, Publication
from masthead.publishing.states import AttemptOutcome, PublicationState

pytestmark = pytest.mark.django_db
S = PublicationState


def state_of(publication: Publication) -> str:
    publication.refresh_from_db()
    return publication.state


def run_until(publication: Publication, *states: str, seconds: float = 8) -> str:
    """Tick and look up as the clock of the house does."""
    end = time.monotonic() + seconds
    while state_of(publication) not in states and time.monotonic() < end:
        engine.tick("test")
        engine.look_up_unknown("test")
        time.sleep(0.05)
    return state_of(publication)


def test_an_approved_draft_goes_out_and_is_seen_at_the_platform(platform, due, quick):
    assert run_until(due, S.PUBLISHED) == S.PUBLISHED

    stats = platform.stats()
    assert stats.by_title == {due.title: 1}
    assert due.article_url.startswith(platform.base_url)
    assert due.remote["publish_id"] and due.remote_key and due.figures_ref
    assert [a.outcome for a in due.attempts.order_by("no")] == ["done", "done", "done"]


def test_the_account_counts_what_was_published(platform, due, quick, account):
    run_until(due, S.PUBLISHED)

    account.refresh_from_db()
    assert account.published_count == 1


def test_a_lost_answer_is_looked_up_and_never_repeated(platform, due, quick):
    platform.set_fault("timeout_after", "freepublish/submit", count=1)

    engine.tick("test")
    assert state_of(due) == S.UNKNOWN
    assert run_until(due, S.PUBLISHED) == S.PUBLISHED

    stats = platform.wait_until_settled()
    assert stats.by_title == {due.title: 1}
    assert stats.duplicates == {}


def test_a_call_that_never_arrived_is_sent_again_only_after_two_certain_noes(platform, due, quick):
    platform.set_fault("timeout_before", "freepublish/submit", count=1)

    assert run_until(due, S.PUBLISHED) == S.PUBLISHED

    looks = due.attempts.filter(stage="look_up", outcome=AttemptOutcome.ABSENT).order_by("no")
    assert looks.count() == 2
    assert (looks[1].started_at - looks[0].started_at).total_seconds() >= 0.2
    assert platform.stats().by_title == {due.title: 1}


def test_unknown_again_and_again_is_put_before_a_person_and_not_sent_once_more(platform, due, quick):
    """A platform that answers «duplicate» while its list shows nothing would otherwise be called for ever."""
    quick(unknown_most=2)
    platform.set_fault("timeout_before", "freepublish/submit")

    until = time.monotonic() + 20
    while state_of(due) != S.UNKNOWN or due.asked_at is None:
        assert time.monotonic() < until, "nobody was asked"
        engine.tick("test")
        engine.look_up_unknown("test")
    for _ in range(5):
        time.sleep(0.1)
        engine.look_up_unknown("test")

    assert state_of(due) == S.UNKNOWN
    assert due.attempts.filter(is_last=True).count() == 2
    assert Notice.objects.filter(kind="publishing.unknown").exists()


def test_a_no_is_not_trusted_while_the_call_may_still_be_under_way(platform, due, quick):
    quick(no_trust_seconds=60)
    platform.set_fault("timeout_before", "freepublish/submit", count=1)

    run_until(due, S.PUBLISHED, seconds=1)

    assert state_of(due) == S.UNKNOWN
    assert not due.attempts.filter(outcome=AttemptOutcome.ABSENT).exists()


def test_a_call_that_surely_did_not_arrive_waits_its_back_off(platform, due, quick):
    quick(backoff_seconds=(60, 300, 1800))
    platform.set_fault("http_500", "draft/add", count=1)
    before = clock.now()

    engine.tick("test")

    assert state_of(due) == S.SCHEDULED
    assert due.waits_for_retry
    assert dt.timedelta(seconds=59) < due.next_try_at - before < dt.timedelta(seconds=70)
    assert engine.tick("test").done == 0


def test_what_is_true_for_the_moment_only_is_asked_again_when_the_way_is_taken_up(platform, due, quick, monkeypatch):
    stages = WechatConnector.stages
    monkeypatch.setattr(
        WechatConnector, "stages", lambda self, post: [replace(s, fresh=s.key == "cover") for s in stages(self, post)]
    )
    quick(backoff_seconds=(0.05, 0.05))
    platform.set_fault("http_500", "freepublish/submit", count=1)

    assert run_until(due, S.PUBLISHED) == S.PUBLISHED

    tried = list(due.attempts.exclude(stage="look_up").order_by("no").values_list("stage", flat=True))
    assert tried == ["cover", "draft", "submit", "cover", "submit"]


def test_after_all_back_offs_a_person_is_told_why(platform, due, quick):
    quick(backoff_seconds=(0.05, 0.05))
    platform.set_fault("http_500", "draft/add")

    assert run_until(due, S.FAILED) == S.FAILED

    assert "3" in due.failure_message
    assert due.attempts.filter(stage="draft").count() == 3
    assert platform.stats().accepted == 0


def test_a_throttled_call_waits_without_counting_as_a_failure(platform, due, quick):
    platform.set_fault("errcode", "draft/add", errcode=45011, count=1)

    engine.tick("test")

    assert state_of(due) == S.SCHEDULED
    assert due.tries == 0
    assert (due.next_try_at - clock.now()).total_seconds() > 30


def test_a_refused_credential_stops_the_account_with_one_notice_per_incident(
    platform, approved, account, quick, lin, wu
):
    from masthead.notify.models import Notice
    from masthead.publishing.testing import make_approved, schedule_now

    first = schedule_now(approved, account, by=wu)
    second = schedule_now(make_approved(lin, account, title="蒙顶山明前茶的第二锅"), account, by=wu)
    platform.add_app("wx_cloudridge", "another-secret", name="云岭茶事")

    engine.tick("test")

    assert {state_of(first), state_of(second)} == {S.FAILED}
    account.refresh_from_db()
    assert account.connection_state == "failing"
    assert Notice.objects.filter(kind="publishing.credential", member=wu).count() == 1


def test_a_final_no_of_the_platform_is_failed_with_its_reason(platform, due, quick):
    platform.set_fault("errcode", "freepublish/submit", errcode=53503, count=1)

    engine.tick("test")

    assert state_of(due) == S.FAILED
    assert due.failure_message


def test_a_post_that_the_platform_audit_refuses_is_failed(platform, due, quick):
    platform.set_fault("publish_fails", "freepublish/submit", count=1)

    assert run_until(due, S.FAILED) == S.FAILED
    assert due.failure_message


def test_what_was_uploaded_is_not_uploaded_again(platform, due, quick):
    quick(backoff_seconds=(0.05, 0.05, 0.05))
    platform.set_fault("http_500", "draft/add", count=1)

    run_until(due, S.PUBLISHED)

    assert platform.stats().requests["/cgi-bin/material/add_topic_material"]["ok"] == 1


def test_one_failing_account_holds_nobody_else(platform, due, quick, lin, wu, he):
    from masthead.publishing.testing import make_account_for, make_approved, schedule_now

    other = make_account_for(wu, backup=he, name="云岭茶铺", app_id="wx_teashop")
    platform.add_app("wx_teashop", "cloudridge-secret", name="云岭茶铺")
    second = schedule_now(make_approved(lin, other, title="门店春茶上新"), other, by=wu)
    platform.set_fault("http_500", "*", appid="wx_cloudridge")

    assert run_until(second, S.PUBLISHED) == S.PUBLISHED
    assert state_of(due) == S.SCHEDULED


def test_a_dead_worker_before_the_last_call_is_resumed(platform, due, quick):
    claim = actions.claim_due(worker="dead", most=5)
    step = engine_step("cover", is_last=False)
    actions.begin_stage(publication_id=due.pk, token=claim.token, step=step, worker="dead")
    expire(due)

    assert run_until(due, S.PUBLISHED) == S.PUBLISHED
    assert due.attempts.filter(outcome=AttemptOutcome.LOST).count() == 1


def test_a_dead_worker_in_the_last_call_leaves_it_unknown(platform, due, quick):
    claim = actions.claim_due(worker="dead", most=5)
    actions.begin_stage(
        publication_id=due.pk, token=claim.token, step=engine_step("submit", is_last=True), worker="dead"
    )
    expire(due)

    actions.recover_abandoned()

    assert state_of(due) == S.UNKNOWN
    assert Attempt.objects.get(publication=due).outcome == AttemptOutcome.UNKNOWN


def test_a_late_answer_of_a_worker_given_up_still_counts(platform, due, quick):
    from masthead.platforms.registry import connector_for

    claim = actions.claim_due(worker="slow", most=5)
    attempt = actions.begin_stage(
        publication_id=due.pk, token=claim.token, step=engine_step("submit", is_last=True), worker="slow"
    )
    expire(due)
    actions.recover_abandoned()

    actions.settle_stage(
        attempt=attempt, token=claim.token, facts={"publish_id": "77"}, connector=connector_for("wechat_oa"), then=None
    )

    assert state_of(due) == S.ACCEPTED
    assert due.remote_key == "77"


def test_a_worker_whose_claim_was_taken_makes_no_call(platform, due, quick):
    claim = actions.claim_due(worker="slow", most=5)
    expire(due)
    actions.recover_abandoned()
    again = actions.claim_due(worker="quick", most=5)

    attempt = actions.begin_stage(
        publication_id=due.pk, token=claim.token, step=engine_step("submit", is_last=True), worker="slow"
    )

    assert again.keys == [due.pk]
    assert attempt is None


def test_two_workers_claim_each_row_once(platform, due, quick):
    first = actions.claim_due(worker="a", most=5)
    second = actions.claim_due(worker="b", most=5)

    assert (first.keys, second.keys) == ([due.pk], [])


def test_no_account_gets_more_than_its_share_of_a_claim(platform, approved, account, quick, lin, wu):
    from masthead.publishing.testing import make_publication

    quick(per_account=2)
    for number in range(5):
        make_publication(approved, account, by=wu, due_at=clock.now(), content_hash=f"{number:064d}")

    assert len(actions.claim_due(worker="a", most=20).keys) == 2
    assert actions.claim_due(worker="b", most=20).keys == []


def engine_step(key: str, *, is_last: bool):
    from masthead.platforms.contract import Stage

    return actions.Step(Stage(key, key, repeatable=not is_last), is_last=is_last)


def expire(publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(lease_until=clock.now() - dt.timedelta(seconds=1))
