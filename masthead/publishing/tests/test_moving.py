"""Moving on the calendar: what it means is said before; inside the window the seal holds, outside of it review begins anew."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.content import actions as content
from masthead.content.models import Draft
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.publishing import actions, queries
from masthead.publishing.models import Publication, SensitiveNote
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_account_for, make_approved, make_publication

pytestmark = pytest.mark.django_db
S = PublicationState


@pytest.fixture
def planned_one(approved, account, wu) -> Publication:
    """Scheduled for tomorrow, inside the approved window."""
    return actions.schedule_publication(
        draft=approved, account=account, planned_at=clock.now() + dt.timedelta(hours=20), by=wu
    )


def at_text(moment: dt.datetime) -> str:
    return f"{clock.china(moment):%Y-%m-%dT%H:%M}"


def test_the_consequence_is_told_before_and_nothing_moves_by_looking(client_of, wu, planned_one):
    client, url = client_of(wu), reverse("publishing:moving", args=[planned_one.pk])
    near, far = planned_one.planned_at + dt.timedelta(hours=3), planned_one.window_end + dt.timedelta(days=2)

    inside = client.get(url, {"at": at_text(near)}, headers={"HX-Request": "true"}).content.decode()
    outside = client.get(url, {"at": at_text(far)}).content.decode()
    past = client.get(url, {"at": "2020-01-01T08:00"}).content.decode()

    assert "审核继续有效" in inside
    assert "<html" not in inside
    assert "原审核立即失效" in outside
    assert "已经过去" in past
    assert Publication.objects.get().planned_at == planned_one.planned_at


def test_the_marks_of_one_chip_move_together(client_of, wu, he, lin):
    accounts = [make_account_for(wu, backup=he), make_account_for(wu, backup=he, name="云岭茶铺", app_id="wx_teashop")]
    draft, at = make_approved(lin, *accounts), clock.now() + dt.timedelta(hours=20)
    first, second = actions.schedule_draft(draft=draft, accounts=accounts, planned_at=at, by=wu)
    later = at + dt.timedelta(hours=4)

    client_of(wu).post(
        reverse("publishing:move", args=[first.pk]), {"planned_at": at_text(later), "together": [second.pk]}
    )

    assert {at_text(p.due_at) for p in Publication.objects.all()} == {at_text(later)}
    draft.refresh_from_db()
    assert draft.state == "approved"


def test_outside_the_window_review_begins_anew_and_the_whole_version_leaves_the_calendar(
    client_of, wu, planned_one, approved
):
    far = planned_one.window_end + dt.timedelta(days=2)
    form = {"planned_at": at_text(far), "reason": "活动改期到下周", "sure": "on"}

    answer = client_of(wu).post(reverse("publishing:replan", args=[planned_one.pk]), form)

    planned_one.refresh_from_db()
    approved.refresh_from_db()
    assert answer.status_code == 302
    assert (planned_one.state, approved.state, approved.approved_hash) == (S.CANCELLED, "draft", "")
    assert approved.window_start <= far.replace(second=0, microsecond=0) <= approved.window_end
    with pytest.raises(RuleBroken):
        actions.schedule_publication(draft=approved, account=planned_one.account, planned_at=far, by=wu)


@pytest.mark.parametrize("missing", ["reason", "sure"])
def test_a_new_review_needs_a_reason_and_a_yes_and_keeps_what_was_typed(client_of, wu, planned_one, approved, missing):
    far = planned_one.window_end + dt.timedelta(days=2)
    form = {"planned_at": at_text(far), "reason": "活动改期到下周", "sure": "on"}
    del form[missing]

    answer = client_of(wu).post(reverse("publishing:replan", args=[planned_one.pk]), form)

    approved.refresh_from_db()
    assert (answer.status_code, approved.state) == (422, "approved")
    assert missing == "reason" or "活动改期到下周" in answer.content.decode()


def test_what_is_out_already_on_another_account_holds_the_window(wu, he, lin):
    accounts = [make_account_for(wu, backup=he), make_account_for(wu, backup=he, name="云岭茶铺", app_id="wx_teashop")]
    draft, at = make_approved(lin, *accounts), clock.now() + dt.timedelta(hours=20)
    first, second = actions.schedule_draft(draft=draft, accounts=accounts, planned_at=at, by=wu)
    Publication.objects.filter(pk=second.pk).update(state=S.PUBLISHED, published_at=clock.now())

    with pytest.raises(RuleBroken, match="已在其他账号发出"):
        actions.replan_publication(
            publication=first, planned_at=first.window_end + dt.timedelta(days=1), reason="改到下周", by=wu
        )
    assert Draft.objects.get(pk=draft.pk).state == "approved"


def test_an_author_does_not_replan_and_a_publisher_does_not_replan_what_is_not_approved(lin, wu, planned_one, approved):
    far = planned_one.window_end + dt.timedelta(days=2)
    with pytest.raises(RuleBroken):
        actions.replan_publication(publication=planned_one, planned_at=far, reason="改到下周", by=lin)
    with pytest.raises(NotPermitted):
        content.replan_release(draft=approved, start=far, end=far + dt.timedelta(hours=1), reason="改到下周", by=lin)


def test_nothing_moves_nearer_than_the_minimum_lead(wu, planned_one, settings):
    settings.MOVE_LEAD_MINUTES = 30
    near = clock.now() + dt.timedelta(minutes=10)

    assert queries.consequence_of(wu, planned_one, near).kind == queries.REFUSED
    with pytest.raises(RuleBroken, match="30 分钟"):
        actions.move_together(publication=planned_one, planned_at=near, by=wu)


def test_a_sensitive_day_is_explained_once_and_in_words_by_who_may(wu, chen, lin, planned_one):
    on = clock.china(planned_one.planned_at).date()
    content.keep_entry(words=content.EntryWords("滑坡纪念日", on, "sensitive", caution="不发促销", strict=True), by=lin)

    with pytest.raises(BadInput):
        actions.explain_sensitive_day(publications=[planned_one], words="好", by=chen)
    with pytest.raises(NotPermitted):
        actions.explain_sensitive_day(publications=[planned_one], words="纪念文章，部长已审定", by=wu)
    made = [
        actions.explain_sensitive_day(publications=[planned_one], words="纪念文章，部长已审定", by=chen)
        for _ in range(2)
    ]

    assert made == [1, 0]
    assert SensitiveNote.objects.get().name == "滑坡纪念日"


def test_warnings_tell_of_crowding_of_twins_and_of_sensitive_days(wu, lin, approved, account):
    day = clock.today() + dt.timedelta(days=3)
    content.keep_entry(
        words=content.EntryWords("滑坡纪念日", day, "sensitive", caution="不发促销", strict=True), by=lin
    )
    for number, (hour, minute, title) in enumerate(
        [(9, 0, "大雪喝什么茶"), (9, 30, "立冬采茶手记"), (18, 0, "大雪喝什么茶？")]
    ):
        draft = make_approved(lin, account, title=title) if number else approved
        make_publication(
            draft, account, by=wu, due_at=clock.at_china(day, hour, minute), title=title, content_hash=f"{number:064d}"
        )

    chips = queries.calendar_days(wu, queries.span_of("day", day))[0].chips

    told = [" ".join(chip.warnings) for chip in chips]
    assert "一小时内有 2 条" in told[0] and "标题相近" in told[0] and "滑坡纪念日" in told[0]
    assert "一小时内" in told[1] and "标题相近" not in told[1]
    assert "一小时内" not in told[2]
