"""What a door answers: its own shape, and the problems that any door may answer with."""

from typing import Any

from masthead.core.rest.problems import Problem

REFUSALS = frozenset({400, 401, 403, 404, 405, 409, 413, 415, 422, 429})


def answers(shape: Any, *more: int, status: int = 200) -> dict[frozenset[int] | int, Any]:
    """For `response=`: the shape under its status, problems under the rest; `more` adds statuses (412, 428, 502 …)."""
    return {status: shape, REFUSALS | frozenset(more): Problem}
