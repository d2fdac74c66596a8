"""What the clock calls."""

from masthead.approvals import engine
from masthead.core.jobs import task


@task("approvals.tick")
def tick() -> None:
    """Every minute: remind, escalate, hand over."""
    engine.tick()
