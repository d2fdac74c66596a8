"""The operations guide speaks of everything that an operator can meet: each state, alarm, class of error and figure."""

import re
from pathlib import Path

import pytest

from masthead.core import clock
from masthead.publishing.queries.metrics import PREFIX, gauges
from masthead.publishing.queries.narrowing import FAULTS
from masthead.publishing.states import AlarmKind, PublicationState

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "operations" / "publishing.md"


@pytest.fixture(scope="module")
def rows() -> list[str]:
    """Lines of its tables."""
    return [line for line in GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]


@pytest.mark.parametrize("state", PublicationState)
def test_every_state_has_a_row_that_says_what_to_do(rows: list[str], state: PublicationState) -> None:
    named = re.compile(rf"[（、]{state.value}[），、]")
    told = [row for row in rows if named.search(row.split("|")[1])]

    assert told, f"docs/operations/publishing.md does not say what {state.value} ({state.label}) means"
    assert all(len(row.split("|")) == 5 and row.split("|")[3].strip() for row in told), "what has the operator to do?"


@pytest.mark.parametrize("kind", AlarmKind)
def test_every_alarm_has_a_row(rows: list[str], kind: AlarmKind) -> None:
    assert any(str(kind.label) in row.split("|")[1] for row in rows), f"what is to be done when {kind.value} rings?"


@pytest.mark.parametrize("outcome", FAULTS)
def test_every_class_of_error_has_a_row(rows: list[str], outcome: str) -> None:
    assert any(f"（{outcome}）" in row.split("|")[1] for row in rows), f"what does {outcome} mean?"


@pytest.mark.django_db
def test_every_figure_for_monitoring_has_a_row(rows: list[str]) -> None:
    named = {one.name.removeprefix(f"{PREFIX}_") for one in gauges(clock.now())}
    listed = {row.split("|")[1].strip().strip("`").partition("{")[0] for row in rows}

    assert named - listed == set(), "figures that docs/operations/publishing.md does not explain"
