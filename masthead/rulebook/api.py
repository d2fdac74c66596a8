"""Doors of `rulebook`: the text in force and the execution board."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from masthead.core.permissions import requires
from masthead.core.rest import Doors, Out
from masthead.rulebook import queries
from masthead.rulebook.models import Clause
from masthead.rulebook.queries import Board

doors = Doors("rulebook", _("制度"))


class ClauseOut(Out):
    key: str
    number: str
    level: str
    title: str
    text: str


class ClausesOut(Out):
    items: list[ClauseOut]


class BoardRowOut(Out):
    clause: str
    title: str
    state: str
    passed: int
    tested: int
    guards: int
    probes: int
    refused: int
    as_of: dt.datetime | None


class BoardOut(Out):
    version: int | None
    as_of: dt.datetime | None
    items: list[BoardRowOut]


def clause_of(clause: Clause) -> dict[str, Any]:
    return {name: getattr(clause, name) for name in ("key", "number", "level", "title", "text")}


def board_of(board: Board) -> dict[str, Any]:
    rows = [
        {
            "clause": row.clause.key, "title": row.clause.title, "state": row.grade.state, "passed": row.grade.passed,
            "tested": row.grade.tested, "guards": row.guards_n, "probes": row.probes_n, "refused": row.refused_n,
            "as_of": row.grade.as_of,
        }
        for chapter in board.chapters
        for row in chapter.rows
    ]  # fmt: skip
    return {"version": board.version.number, "as_of": board.as_of, "items": rows}


@doors.get("/clauses", _("读取现行制度条款"), ClausesOut)
@requires("rulebook.board.read")
def clauses(request: HttpRequest) -> Any:  # noqa: ARG001  every door takes the request
    return {"items": [clause_of(clause) for clause in queries.clauses_by_key().values()]}


@doors.get("/board", _("读取制度执行看板"), BoardOut)
@requires("rulebook.board.read")
def board(request: HttpRequest) -> Any:  # noqa: ARG001  every door takes the request
    found = queries.board()
    return board_of(found) if found else {"version": None, "as_of": None, "items": []}
