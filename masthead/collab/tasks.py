"""What the clock calls: rows found, actions called."""

from masthead.collab import actions, queries
from masthead.core import clock
from masthead.core.jobs import task


@task("collab.tick")
def tick() -> None:
    """Every minute: remind, escalate, close."""
    now = clock.now()
    for request in queries.requests_to_nudge(now):
        actions.nudge_request(request=request)
    for ticket in queries.tickets_to_nudge(now):
        actions.nudge_ticket(ticket=ticket)
    for solved in queries.tickets_to_close(now):
        actions.close_ticket(ticket=solved)
    for item in queries.tasks_to_nudge(now):
        actions.nudge_task(task=item)
    for decision in queries.decisions_to_nudge(now):
        actions.nudge_decision(decision=decision)
    for meeting in queries.meetings_to_announce(now):
        actions.remind_of_meeting(meeting=meeting)
