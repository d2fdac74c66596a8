"""Several processes with connections of their own, let go at the same moment."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from typing import Any

from django.db import DatabaseError, connections

from masthead.core.errors import DomainError

Deed = Callable[[], Any]
PATIENCE = 60


def in_processes(deeds: list[Deed]) -> list[str]:
    """'done' or the refusal's code for each; a database error is told as such, so that no deadlock hides."""
    context = multiprocessing.get_context("fork")
    gate, answers = context.Barrier(len(deeds)), context.SimpleQueue()
    connections.close_all()  # a child must not inherit a line to the server that the parent still talks on
    children = [context.Process(target=_run, args=(place, deed, gate, answers)) for place, deed in enumerate(deeds)]
    for child in children:
        child.start()
    for child in children:
        child.join(PATIENCE)
        assert child.exitcode == 0, f"a racer ended with {child.exitcode}"
    found = dict(answers.get() for _child in children)
    return [found[place] for place in range(len(deeds))]


def _run(place: int, deed: Deed, gate: Barrier, answers: Any) -> None:
    try:
        gate.wait(PATIENCE)
        deed()
        answers.put((place, "done"))
    except DomainError as refusal:
        answers.put((place, refusal.code))
    except DatabaseError as trouble:
        answers.put((place, f"database: {trouble}"))
    finally:
        connections.close_all()
