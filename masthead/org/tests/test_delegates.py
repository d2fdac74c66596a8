"""Asked for many at once, delegates are the same as asked for one by one; and nothing is read twice in a request. Clause 2.1."""

import datetime as dt
import itertools
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from masthead.core import clock, context
from masthead.org import actions, queries
from masthead.org.models import Absence, Grant, Member

REVIEW, READ = "content.draft.review", "content.draft.read"
DAY = dt.timedelta(days=1)


def row(member, delegate, *, start=0, days=3, capabilities=(), ended=False):
    """Straight into the table: actions would refuse a chain or an overlap."""
    day = clock.today() + start * DAY
    return Absence.objects.create(
        member=member, delegate=delegate, start_on=day, end_on=day + days * DAY, capabilities=list(capabilities),
        reason="年假", made_by=member, ended_at=clock.now() if ended else None,
    )  # fmt: skip


def both(*, on=None, capability=REVIEW, unit_id=None):
    """{member: delegate} as the one query says, after checking that it says the same as the other."""
    people, day = list(Member.objects.order_by("pk")), on or clock.today()
    single = {m.pk: queries.delegate_of(m, on=day, capability=capability, unit_id=unit_id) for m in people}
    many = queries.delegates_of(people, on=day, capability=capability, unit_id=unit_id)
    assert many == {pk: found for pk, found in single.items() if found}
    return many


def test_a_chain_ends_at_its_first_link(zhou, chen, zheng):
    row(zhou, chen)
    row(chen, zheng)

    assert zhou.pk not in both()


def test_a_delegate_who_left_or_may_not_is_passed_over(zhou, chen, wu):
    row(zhou, wu)
    assert both() == {}
    row(zhou, chen, start=-1)
    assert both() == {zhou.pk: chen}
    Member.objects.filter(pk=chen.pk).update(is_active=False)
    assert both() == {}


def test_of_two_absences_the_one_that_began_last_counts(zhou, chen, zheng):
    row(zhou, zheng, start=-2)
    row(zhou, chen, start=-1)

    assert both() == {zhou.pk: chen}


def test_matters_and_departments_are_kept_apart(zhou, chen, sun, cast):
    row(zhou, chen, capabilities=[READ])
    row(chen, sun, start=1)

    assert both() == {}
    assert both(capability=READ, unit_id=cast.units["宣传部"].pk) == {zhou.pk: chen}
    assert both(capability=READ, unit_id=cast.units["市场部"].pk) == {}


def test_a_key_narrows_its_own_member_as_delegate(zhou, chen):
    row(zhou, chen)
    key = context.Credential("personal", 1, "脚本", chen.pk, frozenset({READ}))

    with context.under_key(key):
        assert both() == {}
    assert both() == {zhou.pk: chen}


@pytest.mark.parametrize("seed", range(8))
def test_any_absences_give_the_same_answer_either_way(cast, seed):
    dice = random.Random(seed)
    people = list(cast.people.values())
    for member, delegate in dice.sample(list(itertools.permutations(people, 2)), 14):
        row(member, delegate, start=dice.randint(-3, 1), days=dice.randint(0, 4),
            capabilities=dice.choice([(), (REVIEW,), (READ,)]), ended=dice.random() < 0.2)  # fmt: skip
    Member.objects.filter(pk=dice.choice(people).pk).update(is_active=False)
    Grant.objects.filter(member=dice.choice(people)).delete()

    for shift, capability, unit in itertools.product((0, 1), (REVIEW, READ), (None, "宣传部", "市场部")):
        both(on=clock.today() + shift * DAY, capability=capability, unit_id=unit and cast.units[unit].pk)


def test_however_many_are_away_two_queries_answer(cast, chen):
    for member in cast.people.values():
        if member != chen:
            row(member, chen)

    with CaptureQueriesContext(connection) as seen:
        found = queries.delegates_of(cast.people.values(), on=clock.today(), capability=REVIEW)
    assert len(found) == len(cast.people) - 1
    assert len(seen) == 2


def test_counters_are_read_once_in_a_request_and_anew_after_a_deed(zhou):
    with context.work_context(), CaptureQueriesContext(connection) as seen:
        assert queries.counters_of(zhou) == queries.counters_of(zhou) == {}
        assert len(seen) == 1
        actions.add_to_counter(member_id=zhou.pk, key="approvals.todo", by_amount=2)
        assert queries.counters_of(zhou) == {"approvals.todo": 2}
    actions.rebuild_counter(member=zhou, key="approvals.todo", value=0)
    assert queries.counters_of(zhou) == {"approvals.todo": 0}
