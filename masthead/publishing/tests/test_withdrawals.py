"""A post is taken down with a reason, once, by a call or by a person with a second look; only then is it withdrawn."""

import datetime as dt

import pytest

from masthead.accounts.models import Account
from masthead.approvals import actions as approvals
from masthead.approvals.models import Case, Task
from masthead.content.models import Draft
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.notify.models import Notice
from masthead.publishing import actions, engine, queries
from masthead.publishing.after_states import WithdrawalState
from masthead.publishing.models import Publication, SideCall, Withdrawal
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import look_now, make_screenshot, schedule_now
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db
S, W = PublicationState, WithdrawalState
WHY = "产地写错了一个字"


def ask(publication: Publication, by) -> Withdrawal:
    return actions.ask_withdrawal(publication=publication, reason_kind="wrong", reason=WHY, by=by)


def try_again(withdrawal: Withdrawal) -> Withdrawal:
    """Its time has come once more."""
    Withdrawal.objects.filter(pk=withdrawal.pk).update(next_try_at=clock.now(), lease_until=clock.now())
    engine.take_down(withdrawal.pk)
    withdrawal.refresh_from_db()
    return withdrawal


def test_the_platform_deletes_it_and_the_history_stays(out, platform, wu, lin):
    withdrawal = ask(out, wu)
    assert (withdrawal.state, out.state) == (W.WAITING, S.PUBLISHED)

    engine.take_down(withdrawal.pk)

    out.refresh_from_db()
    withdrawal.refresh_from_db()
    assert (withdrawal.state, out.state) == (W.DONE, S.WITHDRAWN)
    assert out.published_at and out.withdrawn_at and out.next_verify_at is None
    assert out.attempts.count() == 3  # the way out is untouched
    assert [c.outcome for c in SideCall.objects.filter(withdrawal=withdrawal)] == ["done"]
    told = Event.objects.get(name="publishing:publication:withdrawn", target_id=out.pk)
    assert (told.reason, told.data["reason_kind"]) == (WHY, "wrong")
    assert Notice.objects.filter(kind="publishing.withdraw", member=lin).exists()
    assert platform.stats().by_title == {out.title: 1}


def test_a_lost_answer_is_looked_at_and_deleting_twice_does_no_harm(out, platform, wu):
    platform.set_fault("timeout_after", "freepublish/delete", count=1)
    withdrawal = ask(out, wu)
    engine.take_down(withdrawal.pk)
    withdrawal.refresh_from_db()
    assert withdrawal.state in (W.UNKNOWN, W.WAITING)

    assert try_again(withdrawal).state == W.DONE
    engine.take_down(withdrawal.pk)  # a message that came twice
    assert Event.objects.filter(name="publishing:publication:withdrawn").count() == 1


def test_what_was_deleted_at_the_platform_meanwhile_counts_as_done_after_a_look(out, platform, wu):
    platform.ban_article(out.remote["article_id"])
    withdrawal = ask(out, wu)

    engine.take_down(withdrawal.pk)

    withdrawal.refresh_from_db()
    assert withdrawal.state == W.DONE


def test_a_caller_that_died_is_followed_and_its_call_ends_as_lost(out, wu):
    withdrawal = ask(out, wu)
    assert actions.begin_take_down(withdrawal_id=withdrawal.pk) is not None
    assert actions.begin_take_down(withdrawal_id=withdrawal.pk) is None  # another process has it

    assert try_again(withdrawal).state == W.DONE
    assert [c.outcome for c in SideCall.objects.filter(withdrawal=withdrawal).order_by("no")] == ["lost", "done"]


def test_a_late_answer_of_a_call_given_up_changes_nothing(out, wu):
    withdrawal = ask(out, wu)
    old = actions.begin_take_down(withdrawal_id=withdrawal.pk)
    Withdrawal.objects.filter(pk=withdrawal.pk).update(lease_until=clock.now())
    new = actions.begin_take_down(withdrawal_id=withdrawal.pk)

    actions.settle_take_down(call=old, gone=True)
    out.refresh_from_db()
    assert out.state == S.PUBLISHED
    actions.settle_take_down(call=new, gone=True)
    out.refresh_from_db()
    assert out.state == S.WITHDRAWN


def test_a_platform_that_keeps_failing_leaves_it_to_a_person(out, platform, wu, settings):
    settings.PUBLISHING_ENGINE = settings.PUBLISHING_ENGINE | {"side_backoff_seconds": (0.01,)}
    platform.set_fault("http_500", "freepublish/delete", count=9)
    withdrawal = ask(out, wu)
    engine.take_down(withdrawal.pk)

    assert try_again(withdrawal).state == W.HANDED
    out.refresh_from_db()
    assert out.state == S.PUBLISHED
    assert Notice.objects.filter(kind="publishing.withdraw", title__startswith="请在").exists()


def test_a_withdrawn_version_is_not_sent_again_without_a_fresh_approval(out, wu, approved, account):
    engine.take_down(ask(out, wu).pk)

    with pytest.raises(RuleBroken, match="已经撤下"):
        schedule_now(Draft.objects.get(pk=approved.pk), account, by=wu)
    out.refresh_from_db()
    with pytest.raises(RuleBroken):
        actions.retry_publication(publication=out, reason="再发一次试试", by=wu)
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(("kind", "words"), [("wrong", " "), ("wrong", "错"), ("", WHY), ("because", WHY)])
def test_no_take_down_without_a_reason_of_the_list_and_words(out, wu, kind, words):
    with pytest.raises(BadInput):
        actions.ask_withdrawal(publication=out, reason_kind=kind, reason=words, by=wu)
    assert not Withdrawal.objects.exists()


def test_one_take_down_at_a_time_and_only_of_what_is_out(out, wu, lin):
    with pytest.raises(NotPermitted):
        ask(out, lin)
    ask(out, wu)
    with pytest.raises(RuleBroken, match="已经在撤下"):
        ask(out, wu)
    actions.drop_withdrawal(publication=out, reason="核实后没有问题", by=wu)
    assert queries.open_withdrawal(out) is None
    Publication.objects.filter(pk=out.pk).update(state=S.FAILED)
    out.refresh_from_db()
    with pytest.raises(RuleBroken, match="不在平台上"):
        ask(out, wu)


def test_on_a_core_account_without_a_flow_the_head_decides(out, wu, chen):
    Account.objects.filter(pk=out.account_id).update(is_core=True)
    fresh = queries.out_publication(out.pk)

    with pytest.raises(NotPermitted, match="核心账号"):
        ask(fresh, wu)
    assert ask(fresh, chen).state == W.WAITING


def test_on_a_core_account_with_a_flow_a_second_person_agrees_first(out, wu, chen, zheng):
    steps = [{"name": "批准撤下", "resolver": {"kind": "role", "role": "head"}, "mode": "any"}]
    approvals.publish_flow(key=queries.WITHDRAWAL_KIND, name="撤下核心账号内容", steps=steps, by=None)
    Account.objects.filter(pk=out.account_id).update(is_core=True)
    fresh = queries.out_publication(out.pk)
    withdrawal = ask(fresh, wu)
    assert withdrawal.state == W.ASKED
    engine.take_down(withdrawal.pk)  # nothing is called before somebody agreed
    assert not SideCall.objects.exists()

    task = Task.objects.get(case=Case.objects.get(pk=withdrawal.case_id), assignee=chen)
    approvals.approve_task(
        task=task, by=chen, hash_seen=queries.withdrawal_hash(withdrawal), confirmations=["needed", "understood"]
    )
    withdrawal.refresh_from_db()
    assert withdrawal.state == W.WAITING
    engine.take_down(withdrawal.pk)
    withdrawal.refresh_from_db()
    assert withdrawal.state == W.DONE


def test_by_hand_it_takes_a_proof_and_another_person(proved, wu, chen, he):
    actions.confirm_proof(publication=proved, by=chen)
    post = queries.out_publication(proved.pk)
    assert ask(post, wu).state == W.HANDED

    with pytest.raises(BadInput):
        actions.prove_withdrawal(publication=post, note="", screenshot=b"", name="", by=wu)
    actions.prove_withdrawal(
        publication=post, note="作品页已显示不存在", screenshot=make_screenshot(3), name="a.png", by=wu
    )
    with pytest.raises(NotPermitted, match="自己"):
        actions.confirm_withdrawal(publication=post, by=wu)
    actions.return_withdrawal(publication=post, reason="主页上还看得到", by=chen)
    actions.prove_withdrawal(publication=post, note="主页也删除了", screenshot=b"", name="", by=wu)
    actions.confirm_withdrawal(publication=post, by=chen)

    post.refresh_from_db()
    assert post.state == S.WITHDRAWN
    assert Event.objects.filter(name="publishing:publication:withdrawn", actor_id=chen.pk).exists()


def test_looks_end_with_the_post(out, wu):
    look_now(out)
    engine.take_down(ask(out, wu).pk)
    out.refresh_from_db()

    assert queries.looks_due(clock.now() + dt.timedelta(days=30), 10).count() == 0
