"""Background work of the shell."""

from masthead.core.jobs import task
from masthead.web import actions, health


@task("web.follow_trail")
def follow_trail() -> int:
    """Bring the search index up to the end of the trail."""
    health.note_pulse()
    return actions.follow_trail()
