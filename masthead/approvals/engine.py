"""What the clock does. Rows are the queue: a tick that is lost or doubled changes nothing."""

from masthead.approvals import actions, queries
from masthead.approvals.models import Task
from masthead.core import clock
from masthead.core.errors import Stale


def tick() -> int:
    """Reminders and escalations that are due, and open tasks of people who left; returns how many rows moved."""
    moved = sum(actions.mind_step(step_id=pk) for pk in queries.steps_to_look_at(clock.now()))
    for pk in queries.tasks_of_leavers():
        task = Task.objects.select_related("case", "step", "assignee").get(pk=pk)
        try:
            moved += actions.replace_leaver(task=task) is not None
        except Stale:  # decided in this very moment: nothing is left to hand over
            continue
    return moved
