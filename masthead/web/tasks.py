"""Background work of the shell."""

from masthead.core.jobs import task
from masthead.web import actions


@task("web.follow_trail")
def follow_trail() -> int:
    """Bring the search index up to the end of the trail."""
    return actions.follow_trail()
