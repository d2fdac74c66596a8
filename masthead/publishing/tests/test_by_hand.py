"""Published by a person, proved as well as by the engine: handed over in time, proof, a second look by somebody else."""

import datetime as dt
import io

import pytest
from PIL import Image

from masthead.accounts.models import Account
from masthead.content.testing import save_text
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.org.models import Member
from masthead.publishing import actions, engine
from masthead.publishing.models import KitOpening, Proof, Publication
from masthead.publishing.queries import Gate
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import NOTE_LINK, make_approved, make_screenshot, schedule_now, shown_for
from masthead.trail.models import Event
from masthead.trail.probes import PROBES, Window

pytestmark = pytest.mark.django_db
S = PublicationState


def test_the_engine_never_sends_for_an_account_that_a_person_serves(note, note_account, wu, quick):
    due = schedule_now(note, note_account, by=wu)

    engine.tick("test")
    assert not engine.send_one(due.pk)

    due.refresh_from_db()
    assert (due.state, due.by_hand, due.attempt_no) == (S.HANDED, True, 0)


def test_half_an_hour_before_its_time_the_task_is_handed_over_and_its_person_is_told(planned, wu):
    assert actions.hand_over_due(at=planned.due_at - dt.timedelta(minutes=31)) == 0
    assert actions.hand_over_due(at=planned.due_at - dt.timedelta(minutes=29)) == 1

    planned.refresh_from_db()
    assert planned.state == S.HANDED
    assert Notice.objects.filter(kind="publishing.task", member=wu).count() == 1
    assert Event.objects.filter(name="publishing:task:handed", target_id=planned.pk).exists()


def test_two_workers_hand_over_once(planned, wu):
    first = Publication.objects.get(pk=planned.pk)

    assert actions.hand_over(publication=planned) == 1
    assert actions.hand_over(publication=first) == 0
    assert Notice.objects.filter(kind="publishing.task", member=wu).count() == 1


def test_a_frozen_account_is_asked_for_when_the_task_is_handed_over(planned, note_account):
    Account.objects.filter(pk=note_account.pk).update(frozen=True)

    actions.hand_over_due()

    planned.refresh_from_db()
    assert (planned.state, planned.failure_kind) == (S.BLOCKED, "account_frozen")


def test_the_first_opening_of_the_kit_is_kept_for_each_person(handed, wu, chen):
    actions.open_kit(publication=handed, by=wu)
    actions.open_kit(publication=handed, by=chen)

    assert sorted(KitOpening.objects.values_list("member__username", flat=True)) == sorted([wu.username, chen.username])
    assert Event.objects.filter(name="publishing:kit:opened").count() == 2


def test_the_kit_of_a_frozen_account_stays_closed(handed, note_account, he):
    Account.objects.filter(pk=note_account.pk).update(frozen=True)
    handed = Publication.objects.select_related("account", "draft").get(pk=handed.pk)

    with pytest.raises(RuleBroken, match="冻结"):
        actions.open_kit(publication=handed, by=he)


def test_published_counts_only_after_a_second_look_by_another_person(proved, wu, chen, note_account):
    assert (proved.state, proved.published_at) == (S.PROOF, None)

    with pytest.raises(NotPermitted, match="自己的凭证"):
        actions.confirm_proof(publication=proved, by=wu)
    actions.confirm_proof(publication=proved, by=chen)

    proved.refresh_from_db()
    note_account.refresh_from_db()
    assert (proved.state, proved.published_at, proved.article_url) == (S.PUBLISHED, proved.due_at, NOTE_LINK)
    assert note_account.published_count == 1
    assert Event.objects.filter(name="publishing:proof:confirmed", actor_id=chen.pk).exists()


def test_the_operator_does_not_judge_the_proof_that_a_colleague_handed_in(handed, wu, chen, he):
    actions.set_operator(publication=handed, operator=chen, by=wu)
    actions.give_proof(publication=handed, shown=shown_for(handed), by=wu, at=handed.due_at)

    with pytest.raises(NotPermitted):
        actions.confirm_proof(publication=handed, by=chen)


def test_a_returned_proof_goes_back_with_its_reason_and_the_same_link_may_come_again(proved, wu, chen):
    actions.return_proof(publication=proved, reason="标题少了一个字", by=chen)

    proved.refresh_from_db()
    assert (proved.state, proved.accepted_at) == (S.HANDED, None)
    assert Notice.objects.filter(kind="publishing.task", member=wu, body="标题少了一个字").exists()
    again = actions.give_proof(publication=proved, shown=shown_for(proved), by=wu, at=proved.due_at)
    assert isinstance(again, Proof)
    assert again.no == 2


def test_a_return_without_reason_is_refused(proved, chen):
    with pytest.raises(BadInput):
        actions.return_proof(publication=proved, reason=" ", by=chen)


def test_an_edit_after_approval_blocks_the_task_and_says_to_take_the_post_down(handed, lin, note, wu):
    save_text(note, lin, title="改过的标题：蒙顶春茶开采")
    handed = Publication.objects.select_related("account", "draft").get(pk=handed.pk)

    gate = actions.give_proof(publication=handed, shown=shown_for(handed), by=wu, at=handed.due_at)

    handed.refresh_from_db()
    assert isinstance(gate, Gate)
    assert (handed.state, handed.article_url) == (S.BLOCKED, NOTE_LINK)
    assert "撤下" in handed.failure_advice


def test_the_sweep_blocks_a_handed_task_whose_text_was_edited(handed, lin, note):
    save_text(note, lin, title="改过的标题：蒙顶春茶开采")

    actions.close_hopeless()

    handed.refresh_from_db()
    assert (handed.state, handed.failure_kind) == (S.BLOCKED, "take_down")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"link": "", "screenshot": b""}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "小红书上搜"}, "link"),
        ({"screenshot": b"not a picture"}, ""),
        ({"published_at": clock.now() + dt.timedelta(days=9)}, "published_at"),
        ({"published_at": clock.now() - dt.timedelta(days=9)}, "published_at"),
    ],
)
def test_a_proof_that_is_not_believable_is_refused_at_its_field(handed, wu, more, field):
    with pytest.raises(BadInput) as refused:
        actions.give_proof(publication=handed, shown=shown_for(handed, **more), by=wu, at=handed.due_at)

    handed.refresh_from_db()
    assert handed.state == S.HANDED
    assert not field or field in refused.value.fields
    assert not Proof.objects.exists()


def test_an_empty_or_tiny_picture_is_no_screenshot(handed, wu):
    for size in ((400, 400), (90, 90)):
        out = io.BytesIO()
        Image.new("RGB", size, "white").save(out, "PNG")
        with pytest.raises(BadInput) as refused:
            actions.give_proof(
                publication=handed, shown=shown_for(handed, screenshot=out.getvalue()), by=wu, at=handed.due_at
            )
        assert "screenshot" in refused.value.fields


@pytest.fixture
def second(lin: Member, note_account: Account, wu: Member) -> Publication:
    """Another task of the same account, opened."""
    other = schedule_now(make_approved(lin, note_account, title="蒙顶甘露的三道揉捻"), note_account, by=wu)
    actions.hand_over_due()
    other.refresh_from_db()
    actions.open_kit(publication=other, by=wu)
    return other


def test_a_link_proves_one_publication_whatever_trimmings_it_carries(proved, second, wu):
    same = NOTE_LINK.partition("?")[0] + "?share_from=app"

    with pytest.raises(BadInput) as refused:
        actions.give_proof(publication=second, shown=shown_for(second, link=same, screenshot=b""), by=wu)
    assert "link" in refused.value.fields


def test_a_screenshot_proves_one_publication_even_when_saved_anew(proved, second, wu):
    again = io.BytesIO()
    Image.open(io.BytesIO(make_screenshot())).resize((720, 1280)).save(again, "JPEG", quality=70)

    for data in (make_screenshot(), again.getvalue()):
        with pytest.raises(BadInput) as refused:
            actions.give_proof(publication=second, shown=shown_for(second, link="", screenshot=data), by=wu)
        assert "screenshot" in refused.value.fields


def test_another_screenshot_is_welcome(proved, second, wu):
    done = actions.give_proof(
        publication=second, shown=shown_for(second, link="", screenshot=make_screenshot(7)), by=wu
    )

    assert isinstance(done, Proof)


def test_of_two_who_hand_in_proof_one_is_first(handed, wu, chen):
    actions.open_kit(publication=handed, by=chen)
    late = Publication.objects.select_related("account", "draft").get(pk=handed.pk)
    actions.give_proof(publication=handed, shown=shown_for(handed), by=wu, at=handed.due_at)

    with pytest.raises((Stale, RuleBroken)):
        actions.give_proof(
            publication=late, shown=shown_for(late, link="", screenshot=make_screenshot(5)), by=chen, at=late.due_at
        )
    assert Proof.objects.count() == 1


def test_without_having_opened_the_kit_nobody_proves(handed, chen):
    with pytest.raises(RuleBroken, match="发布包"):
        actions.give_proof(publication=handed, shown=shown_for(handed), by=chen, at=handed.due_at)


def test_reminders_come_at_the_time_after_half_an_hour_after_two_hours_then_daily_each_once(handed, wu):
    due = handed.due_at
    Notice.objects.all().delete()
    told = []
    for minutes in (-1, 0, 1, 30, 31, 120, 121, 120 + 1440, 120 + 1441):
        actions.remind_overdue(at=due + dt.timedelta(minutes=minutes))
        told.append(Notice.objects.filter(member=wu).count())

    assert told == [0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_not_published_is_closed_with_a_reason(handed, wu):
    with pytest.raises(BadInput):
        actions.close_unpublished(publication=handed, reason="", by=wu)
    actions.close_unpublished(publication=handed, reason="平台系统维护，错过时段", by=wu)

    assert handed.state == S.EXPIRED
    assert Event.objects.get(name="publishing:task:not_published").reason == "平台系统维护，错过时段"


def test_a_moved_task_goes_back_to_the_calendar_and_is_handed_over_anew(handed, wu):
    later = handed.due_at + dt.timedelta(hours=5)
    actions.move_publication(publication=handed, planned_at=later, by=wu)

    handed.refresh_from_db()
    assert (handed.state, handed.due_at) == (S.SCHEDULED, later)
    assert actions.hand_over_due(at=later - dt.timedelta(minutes=5)) == 1


def test_an_operator_needs_the_right(handed, wu, lin):
    with pytest.raises(BadInput):
        actions.set_operator(publication=handed, operator=lin, by=wu)


def verdicts_of(key: str, publication: Publication) -> list[bool | None]:
    now = clock.now()
    window = Window(now - dt.timedelta(days=30), now + dt.timedelta(days=1))
    return [v.passed for v in PROBES[key].examine(window) if v.pk == publication.pk]


def test_the_board_measures_a_task_by_the_moment_that_its_proof_names(proved, chen):
    actions.confirm_proof(publication=proved, by=chen)

    assert verdicts_of("3.3.3.on_time", proved) == [True]
    late = proved.due_at + dt.timedelta(minutes=45)
    Publication.objects.filter(pk=proved.pk).update(accepted_at=late)
    assert verdicts_of("3.3.3.on_time", proved) == [False]


def test_a_late_task_is_not_lost_while_its_window_is_open(handed):
    long_ago = clock.now() - dt.timedelta(hours=3)
    Publication.objects.filter(pk=handed.pk).update(due_at=long_ago)
    assert verdicts_of("3.3.3.not_lost", handed) == [True]

    Publication.objects.filter(pk=handed.pk).update(
        window_start=long_ago - dt.timedelta(hours=1),
        planned_at=long_ago,
        window_end=clock.now() - dt.timedelta(hours=2),
    )
    assert verdicts_of("3.3.3.not_lost", handed) == [False]


def test_a_proof_without_a_second_look_for_a_day_is_a_violation(proved, chen):
    assert verdicts_of("3.3.3.second_look", proved) == [None]

    Proof.objects.update(given_at=clock.now() - dt.timedelta(hours=30))
    assert verdicts_of("3.3.3.second_look", proved) == [False]
