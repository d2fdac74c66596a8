"""Slots, lanes and duties: what is missed expires, the fast lane owes a later look, who arranged does not review, a time in the window keeps the seal."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.approvals import actions as approvals
from masthead.approvals.models import Case, CaseState, StepRun, StepState, Task
from masthead.content import actions, engine, probes, queries, testing
from masthead.content.flow_set import LEADER, REVIEWER, later_steps
from masthead.content.models import AfterLook, Draft, ReviewRound, RoundOutcome
from masthead.content.queries import Planned, planned_time
from masthead.content.states import DraftState
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.org.models import Member
from masthead.org.testing import give_role, make_member
from masthead.trail.models import Event
from masthead.trail.probes import PROBES, Window, catches_its_violation

ALL = ["legality", "truthfulness", "accuracy", "conformity"]
WHY = "网传停业截图正在转发，当天必须说明。"


def decide(draft: Draft, member: Member, deed=approvals.approve_task, **more) -> Task:
    task = Task.objects.get(
        case__subject_id=draft.pk, case__subject_kind="content.draft", assignee=member, state="pending"
    )
    more = more or {"confirmations": ALL}
    deed(task=task, by=member, hash_seen=task.case.content_hash, **more)
    return task


def past_its_window(draft: Draft) -> None:
    """Time goes by until the window is over; the seal is computed with it, so the case is moved along."""
    now = clock.now()
    Draft.objects.filter(pk=draft.pk).update(
        window_start=now - dt.timedelta(hours=9), window_end=now - dt.timedelta(minutes=1)
    )


def test_what_nobody_approved_before_its_slot_expires_and_needs_a_new_window_and_a_new_handing_in(
    draft: Draft, lin: Member, zhou: Member, reviewable, fresh
) -> None:
    actions.submit_draft(draft=draft, by=lin)
    assert engine.mind_review() == 0
    past_its_window(draft)

    assert (engine.mind_review(), engine.mind_review()) == (1, 0)

    now = fresh(draft)
    assert (now.state, now.rounds.get().outcome) == (DraftState.EXPIRED, RoundOutcome.EXPIRED)
    assert Case.objects.get(pk=now.case_id).state == CaseState.EXPIRED
    assert not Task.objects.filter(case_id=now.case_id, state="pending").exists()
    assert Notice.objects.filter(member=lin, kind="content.expired").count() == 1
    with pytest.raises(RuleBroken):
        actions.submit_draft(draft=now, by=lin)

    start = clock.now() + dt.timedelta(days=1)
    actions.plan_window(draft=now, start=start, end=start + dt.timedelta(hours=8), by=lin)
    assert fresh(draft).state == DraftState.DRAFT
    actions.submit_draft(draft=fresh(draft), by=lin)
    assert fresh(draft).case_id != now.case_id


def test_a_returned_draft_expires_too_and_an_approved_one_does_not(
    draft: Draft, approved: Draft, lin: Member, zhou: Member, reviewable, fresh
) -> None:
    actions.submit_draft(draft=draft, by=lin)
    decide(draft, zhou, approvals.return_task, comment="请补来源")
    for one in (draft, approved):
        past_its_window(one)

    engine.mind_review()

    assert (fresh(draft).state, fresh(approved).state) == (DraftState.EXPIRED, DraftState.APPROVED)


def test_a_decision_that_comes_after_the_slot_was_missed_is_refused(
    draft: Draft, lin: Member, zhou: Member, reviewable
) -> None:
    actions.submit_draft(draft=draft, by=lin)
    task = Task.objects.select_related("case").get(case__subject_id=draft.pk, assignee=zhou)
    past_its_window(draft)
    engine.mind_review()

    with pytest.raises(Stale):
        approvals.approve_task(task=task, by=zhou, hash_seen=task.case.content_hash, confirmations=ALL)


def test_who_chose_accounts_or_window_does_not_review_what_is_sealed_with_them(
    draft: Draft, lin: Member, zhou: Member, chen: Member, zheng: Member, reviewable, fresh
) -> None:
    start = draft.window_start + dt.timedelta(hours=1)
    actions.plan_window(draft=draft, start=start, end=draft.window_end, by=chen)
    assert queries.authors_of(draft) == {lin.pk, chen.pk}

    actions.submit_draft(draft=fresh(draft), by=lin)
    decide(draft, zhou)

    asked = set(Task.objects.filter(case_id=fresh(draft).case_id, state="pending").values_list("assignee", flat=True))
    assert asked == {zheng.pk}  # the head arranged it, so the leader decides in the head's place


def test_the_time_that_is_left_is_shared_among_the_steps(draft: Draft, lin: Member, reviewable, fresh) -> None:
    actions.submit_draft(draft=draft, by=lin)

    step = StepRun.objects.get(case_id=fresh(draft).case_id, state=StepState.ACTIVE)
    assert step.due_at is not None and clock.now() < step.due_at < draft.window_end


def test_the_fast_lane_is_short_needs_a_right_and_a_reason_and_is_looked_at_afterwards(
    account, lin: Member, zhou: Member, chen: Member, zheng: Member, reviewable, fresh
) -> None:
    draft = testing.make_ready_draft(chen, accounts=[account])
    with pytest.raises(RuleBroken, match="事后复核"):
        actions.submit_draft(draft=draft, by=chen, fast_reason=WHY)
    actions.adopt_review_flows(by=None)
    with pytest.raises(BadInput):
        actions.submit_draft(draft=draft, by=chen, fast_reason="急")
    with pytest.raises(NotPermitted):
        actions.submit_draft(draft=testing.make_ready_draft(lin, accounts=[account]), by=lin, fast_reason=WHY)

    actions.submit_draft(draft=fresh(draft), by=chen, fast_reason=WHY)
    names = list(
        StepRun.objects.filter(case_id=fresh(draft).case_id).exclude(state="skipped").values_list("name", flat=True)
    )
    assert names == ["初审", "终审"]
    decide(draft, zhou)
    decide(draft, zheng)
    assert ReviewRound.objects.get(draft=draft).after == AfterLook.DUE

    engine.mind_review()
    this = ReviewRound.objects.get(draft=draft)
    task = Task.objects.get(case_id=this.after_case_id, state="pending")
    assert (this.after, task.assignee, task.case.subject_kind) == (AfterLook.ASKED, zhou, "content.afterwards")
    approvals.return_task(task=task, by=zhou, hash_seen=this.content_hash, comment="营业时间写错了一处")
    this.refresh_from_db()
    assert this.after == AfterLook.WRONG
    assert Notice.objects.filter(member=chen, kind="content.afterwards").exists()
    assert Event.objects.filter(name="content:draft:fast_lane_chosen", reason=WHY).exists()


def a_flow(*steps: dict) -> None:
    """The flow that the company drew for itself."""
    approvals.publish_flow(key="content.draft", name="自己画的流程", steps=list(steps), by=None)
    approvals.publish_flow(key="content.afterwards", name="事后复核", steps=later_steps(), by=None)


def test_a_flow_of_one_pair_of_eyes_takes_no_fast_lane_and_everything_else(
    account, chen: Member, zheng: Member, reviewable, fresh
) -> None:
    a_flow({"name": "审核", "resolver": LEADER})
    hasty, calm = (testing.make_ready_draft(chen, accounts=[account], title=t) for t in ("停业说明", "秋茶"))

    with pytest.raises(RuleBroken, match="至少要由 2 个不同的人审批"):
        actions.submit_draft(draft=hasty, by=chen, fast_reason=WHY)
    actions.submit_draft(draft=calm, by=chen)
    decide(calm, zheng)

    assert (fresh(hasty).state, fresh(calm).state) == (DraftState.DRAFT, DraftState.APPROVED)


def test_one_person_in_both_seats_is_not_two_deciders_in_the_fast_lane(
    account, cast, chen: Member, zhou: Member, zheng: Member, reviewable, fresh
) -> None:
    """The company let its steps be merged; outside of the fast lane they are, in it somebody else has to come."""
    give_role(zheng, "reviewer")
    a_flow({"name": "初审", "resolver": REVIEWER}, {"name": "终审", "resolver": LEADER, "distinct": False})
    hasty, calm = (testing.make_ready_draft(chen, accounts=[account], title=t) for t in ("停业说明", "秋茶"))
    actions.submit_draft(draft=calm, by=chen)
    decide(calm, zheng)
    assert fresh(calm).state == DraftState.APPROVED

    actions.submit_draft(draft=hasty, by=chen, fast_reason=WHY)
    with pytest.raises(RuleBroken):
        decide(hasty, zheng)
    decide(hasty, zhou)
    decide(hasty, zheng)

    said = Task.objects.filter(case_id=fresh(hasty).case_id, state="approved").values_list("assignee", flat=True)
    assert (fresh(hasty).state, set(said)) == (DraftState.APPROVED, {zhou.pk, zheng.pk})


@pytest.mark.parametrize("held", [True, False])
def test_the_legal_step_goes_to_who_holds_the_role_and_to_the_leader_only_while_nobody_does(
    client_of,
    account,
    lin: Member,
    zhou: Member,
    chen: Member,
    zheng: Member,
    he: Member,
    reviewable,
    fresh,
    held: bool,
) -> None:
    lawyer = make_member("fawu", "方律", unit=testing.unit_of(lin), title="法务")
    if held:
        give_role(lawyer, "legal")
    actions.adopt_review_flows(by=None)
    draft = testing.make_ready_draft(lin, accounts=[account])
    testing.save_text(draft, lin, html="<p>学区房，升值空间大。</p>")
    flows = client_of(he).get(reverse("content:review_flows")).content.decode()
    assert ("目前没有人担任「法务」" in flows) != held

    draft = fresh(draft)
    facts = queries.condition_facts(draft)
    assert set(facts["categories"]) & set(queries.LEGAL), facts
    notes = queries.report_on(draft, draft.revision).notes
    words = {(n.rule, n.excerpt): "行业常识，法务核对过原文" for n in notes if n.rule}
    actions.submit_draft(draft=draft, by=lin, words=words)
    decide(draft, zhou)

    step = StepRun.objects.get(case_id=fresh(draft).case_id, name="法务审核")
    asked = Task.objects.get(step=step, state="pending").assignee
    assert (asked, step.note) == ((lawyer, "") if held else (zheng, "vacant"))
    case_page = client_of(asked).get(reverse("approvals:path", args=[step.case_id])).content.decode()
    assert ("这个岗位没有人担任，由组长代为审批" in case_page) != held
    decide(draft, asked)
    decide(draft, chen)
    decide(draft, zheng)
    assert fresh(draft).state == DraftState.APPROVED


@pytest.mark.parametrize(
    ("html", "core", "steps"),
    [
        ("<p>三号茶园今天封园。</p>", False, ["初审", "复审"]),
        ("<p>三号茶园今天封园。</p>", True, ["初审", "复审"]),
    ],
)
def test_the_shipped_flow_grows_with_the_risk(
    account, lin: Member, reviewable, fresh, html: str, core: bool, steps: list
) -> None:
    actions.adopt_review_flows(by=None)
    type(account).objects.filter(pk=account.pk).update(is_core=core)
    draft = testing.make_ready_draft(lin, accounts=[account])
    testing.save_text(draft, lin, html=html)

    facts = queries.condition_facts(fresh(draft))
    actions.submit_draft(draft=fresh(draft), by=lin)

    case = Case.objects.get(pk=fresh(draft).case_id)
    assert case.facts == facts and facts["risk"] == ("medium" if core else "low")
    assert list(case.steps.exclude(state="skipped").values_list("name", flat=True)) == steps


def test_a_touchy_category_is_high_risk_whoever_asks() -> None:
    risk = queries.risk_of([("medical", "warn"), ("absolute", "warn")], core=False, accounts=1, fast=False)

    assert risk.level == "high" and "医疗功效" in risk.reasons[0] and len(risk.reasons) == 1
    assert queries.risk_of([], core=False, accounts=5, fast=False).level == "medium"


def test_one_rule_says_what_a_time_means_for_the_seal(draft: Draft) -> None:
    start, end, minute = draft.window_start, draft.window_end, dt.timedelta(minutes=1)

    said = [planned_time(draft, when) for when in (start, end, start + minute, start - minute, end + minute)]
    assert said == [Planned.KEEPS, Planned.KEEPS, Planned.KEEPS, Planned.VOIDS, Planned.VOIDS]
    assert planned_time(draft, start, now=end + minute) == Planned.OVER
    draft.window_start = draft.window_end = None
    assert planned_time(draft, start) == Planned.NO_WINDOW


@pytest.mark.parametrize("key", ["3.3.2.in_slot", "3.3.2.answered", "3.3.2.afterwards"])
def test_each_probe_of_review_catches_its_violation(db, key: str) -> None:
    assert probes.review and catches_its_violation(
        PROBES[key], Window(clock.now() - dt.timedelta(days=30), clock.now() + dt.timedelta(minutes=1))
    )


def test_the_submission_page_offers_the_fast_lane_to_those_who_may_choose_it(
    client_of, account, lin: Member, chen: Member, reviewable
) -> None:
    draft = testing.make_ready_draft(chen, accounts=[account])
    url = reverse("content:draft_submit", args=[draft.pk])

    assert "fast_reason" in client_of(chen).get(url).content.decode()
    actions.set_coauthors(draft=draft, members=[lin], by=chen)
    assert "fast_reason" not in client_of(lin).get(url).content.decode()
