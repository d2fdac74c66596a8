"""Background work of the trail."""

from django.db import IntegrityError

from masthead.core.jobs import task
from masthead.trail import actions


@task("trail.seal")
def seal() -> int:
    """Chain all events that wait; another worker that was faster is no error, the next tick goes on."""
    return _seal_all(sweep=False)


@task("trail.sweep")
def sweep() -> int:
    """Once a night: an event whose transaction took longer than twenty thousand others is sealed too."""
    return _seal_all(sweep=True)


def _seal_all(*, sweep: bool) -> int:
    total = 0
    try:
        while done := actions.seal_events(sweep=sweep):
            total += done
    except IntegrityError:
        return total
    return total
