"""Attempts to slip past review or scope, each through HTTP and through the action: all must fail and leave a refusal on the trail."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.content import actions as content_actions
from masthead.content.models import Draft, Revision
from masthead.content.testing import make_ready_draft, save_text
from masthead.core import clock
from masthead.core.errors import NotPermitted, RuleBroken
from masthead.publishing import actions, engine, queries
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_account_for, make_approved, schedule_now
from masthead.trail.models import Event, Outcome

pytestmark = pytest.mark.django_db
S = PublicationState


def form(account, when: dt.datetime) -> dict[str, object]:
    return {"accounts": [account.pk], "planned_at": f"{clock.china(when):%Y-%m-%dT%H:%M}"}


def post_schedule(client, draft: Draft, account, when: dt.datetime | None = None):
    moment = when or clock.now() + dt.timedelta(hours=2)
    return client.post(reverse("publishing:schedule", args=[draft.pk]), form(account, moment))


def test_an_approved_draft_is_scheduled(client_of, wu, approved, account):
    response = post_schedule(client_of(wu), approved, account)

    publication = Publication.objects.get()
    assert response.status_code == 302
    assert (publication.state, publication.content_hash) == (S.SCHEDULED, approved.approved_hash)
    assert Event.objects.filter(name="publishing:publication:scheduled", target_id=publication.pk).exists()


@pytest.mark.parametrize("state", ["draft", "returned", "rejected", "in_review"])
def test_what_is_not_approved_cannot_be_scheduled(client_of, wu, lin, account, state):
    draft = make_ready_draft(lin, accounts=[account])
    Draft.objects.filter(pk=draft.pk).update(
        state=state, window_start=clock.now() - dt.timedelta(hours=1), window_end=clock.now() + dt.timedelta(days=1)
    )

    response = post_schedule(client_of(wu), draft, account)

    assert response.status_code == 422
    assert not Publication.objects.exists()
    assert Event.objects.filter(outcome=Outcome.REFUSED, code__in=["not_approved", "approval_void"]).exists()


def test_an_edit_after_approval_voids_it_for_scheduling(client_of, wu, lin, approved, account):
    save_text(approved, lin, title="改过的标题：蒙顶春茶开采")

    response = post_schedule(client_of(wu), approved, account)

    assert response.status_code == 422
    assert not Publication.objects.exists()


def test_a_text_changed_behind_the_seal_cannot_be_scheduled(client_of, wu, approved, account):
    Draft.objects.filter(pk=approved.pk).update(window_end=approved.window_end + dt.timedelta(days=9))

    assert post_schedule(client_of(wu), approved, account).status_code == 422


def test_an_edit_after_scheduling_stops_the_post_before_its_time(wu, lin, due, approved, platform, quick):
    Publication.objects.update(next_try_at=clock.now() + dt.timedelta(hours=1))
    save_text(approved, lin, title="改过的标题：蒙顶春茶开采")

    engine.tick("test")

    due.refresh_from_db()
    assert due.state == S.BLOCKED
    assert platform.stats().accepted == 0


def test_an_edit_between_upload_and_submit_stops_the_post(due, approved, platform, quick, lin):
    claim = actions.claim_due(worker="test", most=1)
    save_text(approved, lin, title="改过的标题：蒙顶春茶开采")
    from masthead.publishing.tests.test_engine import engine_step

    attempt = actions.begin_stage(
        publication_id=due.pk, token=claim.token, step=engine_step("submit", is_last=True), worker="test"
    )

    due.refresh_from_db()
    assert attempt is None
    assert due.state == S.BLOCKED


def test_a_text_changed_behind_the_seal_while_uploading_is_never_submitted(due, approved, platform, quick, monkeypatch):
    from masthead.platforms.registry import connector_for

    connector = connector_for("wechat_oa")
    upload = connector.upload

    def meddle(channel, article, stage, remote):
        if stage == "draft":  # straight into the table: no action voided the approval
            type(approved.revision).objects.filter(pk=approved.revision_id).update(title="偷换的标题")
        return upload(channel, article, stage, remote)

    monkeypatch.setattr(connector, "upload", meddle)
    engine.tick("test")

    due.refresh_from_db()
    assert (due.state, due.failure_kind) == (S.BLOCKED, "approval_void")
    assert not due.attempts.filter(ended_at=None).exists()
    assert platform.stats().accepted == 0


def test_a_frozen_account_sends_nothing(due, account, platform, quick):
    type(account).objects.filter(pk=account.pk).update(frozen=True)

    engine.tick("test")

    due.refresh_from_db()
    assert (due.state, due.failure_kind) == (S.BLOCKED, "account_frozen")
    assert platform.stats().requests == {}


def test_a_window_that_has_passed_expires_the_post(due, platform, quick):
    now = clock.now()
    Publication.objects.update(
        window_start=now - dt.timedelta(days=2),
        window_end=now - dt.timedelta(minutes=1),
        planned_at=now - dt.timedelta(hours=2),
    )

    engine.tick("test")

    due.refresh_from_db()
    assert due.state == S.EXPIRED


@pytest.mark.parametrize("who", ["lin", "zhou", "auditor", "zheng", "he"])
def test_who_may_not_schedule_is_refused(client_of, request, who, approved, account):
    response = post_schedule(client_of(request.getfixturevalue(who)), approved, account)

    assert response.status_code == 403
    assert not Publication.objects.exists()


def test_the_action_itself_refuses_a_member_without_the_right(lin, approved, account):
    with pytest.raises(NotPermitted):
        schedule_now(approved, account, by=lin)


def test_a_publisher_of_another_department_does_not_even_see_the_draft(client_of, sun, approved, account):
    assert post_schedule(client_of(sun), approved, account).status_code == 404


def test_an_account_outside_the_seal_cannot_be_chosen(client_of, wu, approved, he):
    other = make_account_for(wu, backup=he, name="云岭茶铺", app_id="wx_teashop")

    response = post_schedule(client_of(wu), approved, other)

    assert response.status_code == 422
    with pytest.raises(RuleBroken):
        schedule_now(approved, other, by=wu)


def test_an_account_of_another_department_is_refused(lin, wu, sun, he):
    foreign = make_account_for(sun, backup=he, name="市场部视频号", app_id="wx_market")
    draft = make_approved(lin, foreign)

    with pytest.raises(NotPermitted):
        schedule_now(draft, foreign, by=wu)
    assert not Publication.objects.exists()


def test_the_same_version_is_scheduled_once_per_account(client_of, wu, approved, account, due):
    with pytest.raises(RuleBroken, match="不能重复发布"):
        schedule_now(approved, account, by=wu)


def test_a_time_outside_the_window_is_refused_with_the_way_out(client_of, wu, approved, account):
    response = post_schedule(client_of(wu), approved, account, approved.window_end + dt.timedelta(hours=1))

    assert response.status_code == 422
    assert "重新审核" in response.content.decode()


def test_a_past_time_is_refused(wu, approved, account):
    past = clock.now() - dt.timedelta(minutes=30)

    with pytest.raises(RuleBroken, match="已经过去"):
        actions.schedule_publication(draft=approved, account=account, planned_at=past, by=wu)


def test_a_move_inside_the_window_keeps_the_seal(client_of, wu, due, approved):
    later = clock.now() + dt.timedelta(hours=5)

    response = client_of(wu).post(
        reverse("publishing:move", args=[due.pk]), {"planned_at": f"{clock.china(later):%Y-%m-%dT%H:%M}"}
    )

    due.refresh_from_db()
    approved.refresh_from_db()
    assert response.status_code == 302
    assert abs((due.next_try_at - later).total_seconds()) < 61
    assert (due.content_hash, approved.state) == (approved.approved_hash, "approved")


def test_a_move_outside_the_window_is_refused_and_moves_nothing(client_of, wu, due):
    before = due.planned_at
    later = due.window_end + dt.timedelta(hours=5)

    response = client_of(wu).post(
        reverse("publishing:move", args=[due.pk]), {"planned_at": f"{clock.china(later):%Y-%m-%dT%H:%M}"}
    )

    due.refresh_from_db()
    assert response.status_code == 422
    assert due.planned_at == before


@pytest.mark.parametrize("deed", ["move", "cancel", "retry", "resolve"])
@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("lin", 403), ("outsider", 403), ("sun", 404)])
def test_others_cannot_touch_a_publication(client_of, request, deed, who, status, due):
    body = {"planned_at": "2030-01-01T10:00", "reason": "试一试看", "verdict": "sent", "url": "https://example.com/a/1"}

    response = client_of(request.getfixturevalue(who)).post(reverse(f"publishing:{deed}", args=[due.pk]), body)

    due.refresh_from_db()
    assert response.status_code == status
    assert due.state == S.SCHEDULED


def test_what_is_being_sent_can_be_neither_moved_nor_cancelled(client_of, wu, due):
    actions.claim_due(worker="test", most=1)

    response = client_of(wu).post(reverse("publishing:cancel", args=[due.pk]), {"reason": "临时改变计划"})

    assert response.status_code == 422


def test_a_cancelled_version_may_be_scheduled_again(client_of, wu, due, approved, account):
    client_of(wu).post(reverse("publishing:cancel", args=[due.pk]), {"reason": "临时改变计划"})

    again = schedule_now(approved, account, by=wu)

    due.refresh_from_db()
    assert (due.state, again.state) == (S.CANCELLED, S.SCHEDULED)


def test_a_cancel_without_reason_is_refused(client_of, wu, due):
    response = client_of(wu).post(reverse("publishing:cancel", args=[due.pk]), {"reason": " "})

    due.refresh_from_db()
    assert (response.status_code, due.state) == (422, S.SCHEDULED)


def test_a_draft_is_not_sent_to_review_by_scheduling(client_of, wu, lin, account):
    draft = content_actions.start_draft(topic=make_ready_draft(lin, accounts=[account]).topic, by=lin)

    assert post_schedule(client_of(wu), draft, account).status_code == 422


def test_the_last_gate_reads_everything_in_four_questions(due, django_assert_num_queries):
    """A column that the seal needs and `OF_A_SEAL` does not name would be read one by one, for every post of a burst."""
    with django_assert_num_queries(4):
        assert queries.closed_now(due.pk, clock.now()) is None


def test_the_last_gate_sees_words_that_were_changed_past_the_house(due):
    """Nobody took the kept seal away: only the seal computed anew can tell."""
    Revision.objects.filter(pk=due.revision_id).update(html="<p>从旁路改写的正文。</p>")

    gate = queries.closed_now(due.pk, clock.now())

    assert gate is not None and gate.code == "approval_void"
