"""The board on any past day, the trend, the frozen months: what was kept is shown, what was not kept is said to be unknown."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from masthead.core import clock
from masthead.rulebook import actions, locks, queries
from masthead.rulebook.models import BoardDay, BoardSnapshot, ClauseState, Finding
from masthead.rulebook.states import ClauseStatus
from masthead.rulebook.tests.conftest import tea_probe, verdicts

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(policy, only_probes, monkeypatch):
    """The rulebook is in force since forty days; two days ago everything passed, today one leaf fails."""
    policy.effective_on = clock.today() - dt.timedelta(days=40)
    policy.save(update_fields=["effective_on"])
    rows = verdicts(passed=3)
    only_probes(tea_probe(lambda: rows, grace_minutes=60), tea_probe(key="other", clause="3.3.2"))
    actions.run_probes(at=clock.now() - dt.timedelta(days=2))
    rows[0] = verdicts(failed=1)[0]
    actions.run_probes()
    return rows


def ago(days):
    return clock.today() - dt.timedelta(days=days)


def states(board):
    return {r.clause.key: r.grade.state for c in board.chapters for r in c.rows}


def test_a_past_day_is_shown_as_it_was_kept_and_not_as_it_is_now(past):
    then, now = queries.board_on(ago(2)), queries.board()

    assert states(then)["3.3.1"] == ClauseStatus.COMPLIANT
    assert states(now)["3.3.1"] == ClauseStatus.NON_COMPLIANT
    assert then.standing.score_points == "100"
    assert (then.findings_n, now.findings_n) == (0, 1)


def test_a_day_without_a_run_is_said_to_have_no_record(past):
    found = queries.board_on(ago(1))

    assert found.recorded is False
    assert states(found)["3.3.1"] == ClauseStatus.NOT_RECORDED
    assert (found.standing.score, found.standing.covered) == (None, 0)


def test_before_the_first_version_there_is_no_board(past):
    assert queries.board_on(ago(41)) is None


def test_a_probe_that_came_later_is_unknown_on_the_days_before(past, only_probes):
    only_probes(tea_probe(), tea_probe(key="new", clause="2.1"))

    assert states(queries.board_on(ago(2)))["2.1"] == ClauseStatus.NOT_RECORDED


def test_the_failing_rows_of_a_past_day_can_be_opened(past):
    actions.run_probes(at=clock.now() + dt.timedelta(days=1))
    clause = queries.get_clause("3.3.1")
    detail = queries.clause_detail(
        clause=clause, with_names=False, on=clock.today(), at=clock.now() + dt.timedelta(days=1)
    )

    assert [r.reason for r in queries.results_of(detail.probes[0].run) if r.passed is False] == ["过了清明"]


def test_the_two_numbers_of_a_day_are_kept_for_the_trend(past):
    rows = {row.on: row for row in BoardDay.objects.all()}

    assert rows[ago(2)].score_points == 1000
    assert rows[ago(0)].score_points == 666
    found = queries.trend(days=30)
    assert (found.recorded, len(found.score)) == (2, 2)


def test_a_month_that_is_over_is_frozen_once_with_its_last_board(past):
    later = clock.at_china((clock.today().replace(day=1) + dt.timedelta(days=32)).replace(day=1), 1)

    assert actions.freeze_months(at=later) >= 1
    assert actions.freeze_months(at=later) == 0
    row = BoardSnapshot.objects.latest("month")
    kept = {c["key"]: c for c in row.body["clauses"]}
    assert (kept["3.3.1"]["state"], kept["3.3.1"]["passed"], kept["3.3.1"]["tested"]) == ("unmet", 2, 3)
    assert queries.snapshot_holds(row)


def test_the_month_that_runs_is_not_frozen(past):
    actions.freeze_months()

    assert not BoardSnapshot.objects.filter(month=clock.today().replace(day=1)).exists()


def test_the_database_refuses_to_change_a_frozen_month_and_a_change_past_it_is_seen(past):
    actions.freeze_months(at=clock.at_china((clock.today().replace(day=1) + dt.timedelta(days=32)).replace(day=1), 1))
    row = BoardSnapshot.objects.latest("month")

    with pytest.raises(IntegrityError), transaction.atomic():
        BoardSnapshot.objects.filter(pk=row.pk).update(digest="0" * 64)
    locks.unlock(connection)
    BoardSnapshot.objects.filter(pk=row.pk).update(body=row.body | {"score": "100"})
    locks.lock(connection)
    assert queries.snapshot_holds(BoardSnapshot.objects.get(pk=row.pk)) is False


def test_findings_of_a_past_day_are_those_that_were_open_then(past):
    Finding.objects.update(opened_at=clock.now() - dt.timedelta(days=3), closed_at=clock.now())

    assert queries.board_on(ago(2)).findings_n == 1


def test_clauses_that_nobody_checks_are_listed_with_their_age(past):
    found = queries.debt()
    unbound = {u.clause.key: u for c in found.chapters for u in c.unbound}

    assert found.bound == 2
    assert found.total == found.bound + len(unbound)
    assert unbound["1.2"].age_days == 40
    assert found.reached is False


def test_states_are_written_in_one_go_and_once_a_day(past):
    assert ClauseState.objects.filter(on=clock.today(), clause_key="3.3.1").count() == 1
