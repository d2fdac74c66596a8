"""Findings and exceptions: opened by the run that fails, closed by the run that passes; excused for a while and no longer."""

import datetime as dt

import pytest

from masthead.approvals import queries as approval_queries
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.notify.models import Notice
from masthead.rulebook import actions, queries
from masthead.rulebook.models import Finding, PolicyException
from masthead.rulebook.states import ClauseStatus, ExceptionState, FindingState
from masthead.rulebook.testing import approve
from masthead.rulebook.tests.conftest import tea_probe, verdicts
from masthead.trail.probes import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaves(policy, only_probes):
    """A population that the test changes."""
    rows = verdicts(passed=2, failed=1)
    only_probes(tea_probe(lambda: rows))
    return rows


def again(by):
    actions.run_probes(by=by)


def test_a_failing_object_opens_one_finding_however_often_it_is_examined(leaves, he):
    again(he)
    again(he)

    found = Finding.objects.get()
    assert (found.name, found.state, found.reason) == ("第3篓鲜叶", FindingState.OPEN, "过了清明")


def test_a_passing_retest_closes_the_finding(leaves, he):
    again(he)
    leaves[2] = Verdict("tea.leaf", 3, "第3篓鲜叶", passed=True, reason="按时采摘")
    again(he)

    found = Finding.objects.get()
    assert (found.state, found.closed_run) == (FindingState.CLOSED, queries.latest_runs()["tea"])
    leaves[2] = Verdict("tea.leaf", 3, "第3篓鲜叶", passed=False, reason="又晚了")
    again(he)
    assert Finding.objects.filter(state=FindingState.OPEN).count() == 1


def test_a_person_cannot_close_a_finding_while_the_probe_fails(leaves, he, chen):
    again(he)

    with pytest.raises(RuleBroken, match="仍未通过"):
        actions.close_finding(finding=Finding.objects.get(), by=chen)


def test_a_finding_whose_object_is_gone_is_closed_with_a_corrective_action_only(leaves, he, chen, lin):
    again(he)
    leaves.pop()
    again(he)
    found = Finding.objects.get()
    assert found.state == FindingState.OPEN

    with pytest.raises(RuleBroken, match="整改措施"):
        actions.close_finding(finding=found, by=chen)
    planned = actions.plan_correction(
        finding=found, owner=lin, due_on=clock.today(), cause="", action="改由早班采摘。", by=chen
    )
    actions.close_finding(finding=planned, by=chen)
    assert Finding.objects.get().state == FindingState.CLOSED


def test_a_check_that_broke_closes_nothing(leaves, he, chen, only_probes):
    again(he)

    def broken():
        raise ValueError("坏了")

    only_probes(tea_probe(broken))
    again(he)
    assert Finding.objects.get().state == FindingState.OPEN
    with pytest.raises(RuleBroken, match="复查"):
        actions.close_finding(finding=Finding.objects.get(), by=chen)


def test_an_owner_is_told_and_the_plan_says_how(leaves, he, chen, lin):
    again(he)
    with pytest.raises(BadInput) as caught:
        actions.plan_correction(
            finding=Finding.objects.get(),
            owner=lin,
            due_on=clock.today() - dt.timedelta(days=1),
            cause="",
            action=" ",
            by=chen,
        )
    assert set(caught.value.fields) == {"action", "due_on"}

    actions.plan_correction(
        finding=Finding.objects.get(),
        owner=lin,
        due_on=clock.today(),
        cause="人手不足",
        action="增加一名采茶工。",
        by=chen,
    )
    assert Notice.objects.filter(member=lin, kind="rulebook.finding.asked").exists()


def plan(found, owner, by):
    return actions.plan_correction(
        finding=found, owner=owner, due_on=clock.today(), cause="", action="改由早班采摘。", by=by
    )


def test_a_head_gives_no_work_to_another_department_and_takes_none_from_it(leaves, he, chen, sun, lin, zheng):
    again(he)
    found = Finding.objects.get()
    with pytest.raises(BadInput) as caught:
        plan(found, lin, sun)
    assert set(caught.value.fields) == {"owner"}

    planned = plan(found, lin, chen)
    for deed in (lambda: plan(planned, sun, sun), lambda: actions.close_finding(finding=planned, by=sun)):
        with pytest.raises(NotPermitted) as refused:
            deed()
        assert refused.value.code == "finding_of_another_unit"
    assert plan(planned, sun, zheng).owner == sun, "the leader of the group may"


def ask(by, *, days=30, clause="3.3.1"):
    today = clock.today()
    return actions.ask_exception(
        clause_key=clause,
        reason="新平台尚未开放接口。",
        measure="由专人每日手工核对。",
        starts_on=today,
        expires_on=today + dt.timedelta(days=days),
        by=by,
    )


def case_of(row):
    return approval_queries.latest_case(actions.EXCEPTION, row.pk)


def test_an_exception_that_the_leader_approved_takes_the_clause_out_of_the_score(leaves, he, chen, zheng):
    again(he)
    row = ask(chen)
    assert queries.grades(at=clock.now())["3.3.1"].state == ClauseStatus.NON_COMPLIANT

    approve(case_of(row), zheng)
    assert queries.grades(at=clock.now())["3.3.1"].state == ClauseStatus.EXEMPT
    standing = queries.board().standing
    assert (standing.scored, standing.covered) == (0, 0)


def test_an_exception_expires_by_itself_and_the_state_flips(leaves, he, chen, zheng):
    row = ask(chen, days=5)
    approve(case_of(row), zheng)
    last = clock.at_china(row.expires_on, 0, 1)
    actions.run_probes(at=last)

    assert actions.keep_time(at=last)["ended"] == 1
    row.refresh_from_db()
    assert row.state == ExceptionState.ENDED
    assert queries.last_states(until=row.expires_on)["3.3.1"].state == ClauseStatus.NON_COMPLIANT


def test_an_exception_that_ran_out_covers_nothing_even_before_the_tick(leaves, he, chen, zheng):
    row = ask(chen, days=5)
    approve(case_of(row), zheng)

    assert queries.exempt_on(row.expires_on - dt.timedelta(days=1)) == {"3.3.1"}
    assert queries.exempt_on(row.expires_on) == set()


@pytest.mark.parametrize(
    ("days", "clause", "field"), [(91, "3.3.1", "expires_on"), (0, "3.3.1", "expires_on"), (10, "9.9", "clause_key")]
)
def test_an_exception_lasts_at_most_ninety_days_and_names_a_clause(policy, chen, days, clause, field):
    with pytest.raises(BadInput) as caught:
        ask(chen, days=days, clause=clause)

    assert set(caught.value.fields) == {field}
    assert not PolicyException.objects.exists()


def test_an_exception_may_end_early_once(policy, chen, zheng):
    row = ask(chen)
    approve(case_of(row), zheng)
    actions.end_exception(exception=row, by=zheng, reason="接口已开放")

    with pytest.raises(Stale):
        actions.end_exception(exception=row, by=zheng, reason="再来一次")


def test_an_exception_never_hides_a_check_that_broke(policy, only_probes, he, chen, zheng):
    def broken():
        raise ValueError("坏了")

    only_probes(tea_probe(broken))
    approve(case_of(ask(chen)), zheng)
    again(he)

    assert queries.grades(at=clock.now())["3.3.1"].state == ClauseStatus.ERROR


def test_the_page_offers_the_plan_only_to_those_whose_post_it_would_take(policy, cast):
    chen, sun, lin = (cast.people[name] for name in ("chen", "sun", "lin"))

    assert queries.may_correct(sun, Finding(owner=None))
    assert queries.may_correct(chen, Finding(owner=lin))
    assert not queries.may_correct(sun, Finding(owner=lin))
    assert not queries.may_correct(lin, Finding(owner=lin))
