"""Background work of the trail."""

from django.db import IntegrityError

from masthead.core.jobs import task
from masthead.trail import actions


@task("trail.seal")
def seal() -> int:
    """Chain all events that wait; another worker that was faster is no error, the next tick goes on."""
    total = 0
    try:
        while done := actions.seal_events():
            total += done
    except IntegrityError:
        return total
    return total
