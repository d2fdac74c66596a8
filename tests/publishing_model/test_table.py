"""The table of states itself, whole: nothing unreachable, no dead end, and no line of code that moves beside it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from masthead.publishing import actions
from masthead.publishing.states import OPEN, PUBLICATION, VOID, PublicationState
from tests.publishing_model.world import names_the_state_itself

S = PublicationState
ACTIONS = Path(actions.__file__).parent
MOVES = PUBLICATION.moves


def reachable(start: PublicationState) -> set[PublicationState]:
    seen, ahead = {start}, [start]
    while ahead:
        ahead += (fresh := MOVES[ahead.pop()] - seen)
        seen |= fresh
    return seen


def test_every_state_can_be_reached_from_the_calendar() -> None:
    assert reachable(S.SCHEDULED) == set(S)


@pytest.mark.parametrize("state", list(S))
def test_every_open_state_can_come_to_rest_with_and_without_a_post(state: PublicationState) -> None:
    ends = reachable(state) - OPEN
    if state in OPEN:
        assert S.PUBLISHED in ends, "it could never be published"
        assert ends & VOID, "it could never be given up"
    else:
        assert state in ends


def test_what_is_published_is_never_sent_again() -> None:
    """Whatever the table gets in later: from a post that is out no way leads back to the queue or into a call."""
    assert not reachable(S.PUBLISHED) & {S.SCHEDULED, S.SENDING, S.ACCEPTED, S.UNKNOWN}


def test_only_the_queue_leads_into_a_call_and_an_unknown_outcome_never_does() -> None:
    assert {state for state in S if S.SENDING in MOVES[state]} == {S.SCHEDULED}
    assert S.SENDING not in MOVES[S.UNKNOWN]


def moves_in_code() -> Iterator[tuple[str, str]]:
    """(place, state) of every `state=…` of an UPDATE and every `to=…` of a move."""
    for file in sorted(ACTIONS.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            wanted = {"update": "state", "move": "to"}.get(node.func.attr)
            for keyword in node.keywords:
                if keyword.arg == wanted:
                    for name in (n for n in ast.walk(keyword.value) if isinstance(n, ast.Attribute)):
                        if isinstance(name.value, ast.Name) and name.value.id in {"S", "PublicationState"}:
                            yield f"{file.name}:{node.lineno}", name.attr


def test_every_state_that_code_moves_to_stands_in_the_table_and_no_edge_is_without_code() -> None:
    found = list(moves_in_code())
    entered = {to for tos in MOVES.values() for to in tos}
    assert not [(place, name) for place, name in found if S[name] not in entered]
    # EXPIRED and BLOCKED are chosen by the gate in one place, through a variable.
    assert entered - {S[name] for _, name in found} <= {S.EXPIRED, S.BLOCKED}


CHOSEN = 'UPDATE "publishing_publication" SET "state" = %s WHERE {} IN (SELECT U0."id" FROM "publishing_publication" U0 WHERE {})'


@pytest.mark.parametrize(
    ("row", "inner", "safe"),
    [
        ('"publishing_publication"."id"', 'U0."state" IN (%s, %s)', False),
        ('"publishing_publication"."id"', '"publishing_publication"."state" = %s', False),
        ('"publishing_publication"."state" IN (%s) AND "publishing_publication"."id"', 'U0."account_id" = %s', True),
        ('("publishing_publication"."state" = %s) AND ("publishing_publication"."id"', 'U0."state" = %s)', True),
    ],
)
def test_a_state_asked_only_inside_a_subquery_is_seen(row: str, inner: str, safe: bool) -> None:
    assert names_the_state_itself(CHOSEN.format(row, inner)) is safe
