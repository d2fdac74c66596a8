"""What the clock calls in `org`."""

from masthead.core.jobs import task
from masthead.org import actions


@task("org.forget_old_calls")
def forget_old_calls() -> None:
    """Every night: answers kept for repetitions that nobody asks for any more."""
    actions.forget_old_calls()
