"""While somebody is away a delegate acts: in what both may do, never in a chain, never by itself a right. Clause 2.1."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.org import actions, queries
from masthead.org.models import Grant
from masthead.org.testing import give_role
from masthead.trail.models import Event

REVIEW = "content.draft.review"
DAY = dt.timedelta(days=1)


@pytest.fixture
def today(cast):
    return clock.today()


def away(member, delegate, *, by=None, days=3, start=None, capabilities=()):
    first = start or clock.today()
    return actions.delegate_duties(
        member=member,
        delegate=delegate,
        start_on=first,
        end_on=first + days * DAY,
        reason="年假",
        by=by or member,
        capabilities=capabilities,
    )


def test_the_delegate_acts_from_the_first_to_the_last_day(zhou, chen, today):
    away(zhou, chen, days=3)

    assert queries.delegate_of(zhou, on=today, capability=REVIEW) == chen
    assert queries.delegate_of(zhou, on=today + 3 * DAY, capability=REVIEW) == chen
    assert queries.delegate_of(zhou, on=today + 4 * DAY, capability=REVIEW) is None
    assert queries.delegate_of(zhou, on=today - DAY, capability=REVIEW) is None


def test_the_reverse_names_whom_one_acts_for(zhou, chen, today):
    away(zhou, chen)

    assert queries.delegators_of(chen, on=today, capability=REVIEW) == [zhou]
    assert queries.delegators_of(zhou, on=today, capability=REVIEW) == []


def test_only_the_named_matters_are_handed_over(zhou, chen, today):
    away(zhou, chen, capabilities=[REVIEW])

    assert queries.delegate_of(zhou, on=today, capability=REVIEW) == chen
    assert queries.delegate_of(zhou, on=today, capability="content.draft.read") is None


def test_nothing_is_handed_to_somebody_who_may_not_do_it(zhou, wu):
    with pytest.raises(BadInput) as refused:
        away(zhou, wu, capabilities=[REVIEW])
    assert refused.value.code == "delegate_lacks"


def test_a_right_in_another_department_does_not_help(zhou, sun):
    with pytest.raises(BadInput):
        away(zhou, sun, capabilities=[REVIEW])


def test_nobody_hands_over_what_one_does_not_hold(lin, chen):
    with pytest.raises(BadInput):
        away(lin, chen, capabilities=[REVIEW])


def test_a_delegate_whose_role_ended_acts_no_more(zhou, chen, he, today):
    away(zhou, chen)
    actions.end_grant(grant=Grant.objects.get(member=chen, role__key="head"), by=he)

    assert queries.delegate_of(zhou, on=today, capability=REVIEW) is None


def test_a_delegate_who_left_acts_no_more(zhou, chen, today):
    away(zhou, chen)
    chen.is_active = False
    chen.save()

    assert queries.delegate_of(zhou, on=today, capability=REVIEW) is None


def test_duties_are_not_passed_on_to_a_third(zhou, chen, zheng):
    away(zhou, chen)

    with pytest.raises(RuleBroken) as refused:
        away(chen, zheng)
    assert refused.value.code == "absence_chain"


def test_nobody_becomes_delegate_while_away(zhou, chen, zheng):
    away(chen, zheng)

    with pytest.raises(RuleBroken) as refused:
        away(zhou, chen)
    assert refused.value.code == "absence_chain"


def test_one_delegate_at_a_time(zhou, chen, zheng):
    away(zhou, chen)

    with pytest.raises(RuleBroken) as refused:
        away(zhou, zheng, start=clock.today() + 2 * DAY)
    assert refused.value.code == "absence_overlaps"


def test_one_after_the_other_is_fine(zhou, chen, zheng, today):
    away(zhou, chen, days=1)
    away(zhou, zheng, start=today + 2 * DAY)

    assert queries.delegate_of(zhou, on=today + 2 * DAY, capability=REVIEW) == zheng


def test_nobody_is_sent_away_by_a_colleague(lin, zhou, chen):
    with pytest.raises(NotPermitted):
        away(zhou, chen, by=lin)


def test_an_administrator_may_arrange_it_for_somebody_ill(he, zhou, chen, today):
    away(zhou, chen, by=he)

    assert queries.delegate_of(zhou, on=today, capability=REVIEW) == chen


@pytest.mark.parametrize("days", [-1, 180])
def test_a_span_that_makes_no_sense_is_refused(zhou, chen, days):
    with pytest.raises(BadInput) as refused:
        away(zhou, chen, days=days)
    assert "end_on" in refused.value.fields


def test_coming_back_early_ends_it_once(zhou, chen, today):
    absence = away(zhou, chen)
    actions.end_absence(absence=absence, by=zhou)

    assert queries.delegate_of(zhou, on=today, capability=REVIEW) is None
    with pytest.raises(Stale):
        actions.end_absence(absence=absence, by=chen)


def test_an_outsider_ends_nothing(zhou, chen, lin):
    with pytest.raises(NotPermitted):
        actions.end_absence(absence=away(zhou, chen), by=lin)


def test_both_ends_are_on_the_trail_with_the_reason(zhou, chen):
    actions.end_absence(absence=away(zhou, chen), by=zhou)

    names = set(Event.objects.filter(target_id=zhou.pk).values_list("name", flat=True))
    assert {"org:absence:delegated", "org:absence:ended"} <= names
    assert Event.objects.get(name="org:absence:delegated").reason == "年假"


def test_a_delegate_of_a_wider_scope_acts_for_the_unit_in_question(zhou, zheng, units, today):
    away(zhou, zheng, capabilities=[REVIEW])

    assert queries.delegate_of(zhou, on=today, capability=REVIEW, unit_id=units["宣传部"].pk) == zheng


def test_a_delegate_limited_to_a_unit_does_not_act_beyond_it(zheng, chen, units, today):
    give_role(zheng, "reviewer")
    away(zheng, chen, capabilities=[REVIEW])

    assert queries.delegate_of(zheng, on=today, capability=REVIEW, unit_id=units["宣传部"].pk) == chen
    assert queries.delegate_of(zheng, on=today, capability=REVIEW, unit_id=units["市场部"].pk) is None
