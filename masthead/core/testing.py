"""For tests of races in every room: deeds that start together, each on a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from masthead.core.errors import DomainError

PATIENCE_SECONDS = 60


def at_once(*deeds: Callable[[], Any]) -> list[str]:
    """Every deed in its own thread and connection, started together; 'done' or the refusal's code for each, '' when it never ended."""
    gate = threading.Barrier(len(deeds))
    results = [""] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        gate.wait()
        try:
            deed()
            results[place] = "done"
        except DomainError as refusal:
            results[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    return results
