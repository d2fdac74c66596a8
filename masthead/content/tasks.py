"""What the clock calls."""

from masthead.content import engine
from masthead.core.jobs import task


@task("content.mind_review")
def mind_review() -> None:
    """Every minute: what missed its slot is marked; later looks of the fast lane are asked for."""
    engine.mind_review()
