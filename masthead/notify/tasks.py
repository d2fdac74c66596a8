"""What the clock and the queue call: ids in, the engine called."""

from masthead.core.jobs import task
from masthead.notify import engine


@task("notify.deliver")
def deliver() -> None:
    """Every few seconds, and after a deed: carry what is due."""
    engine.tick()


@task("notify.deliver_to")
def deliver_to(medium: str, target: int) -> None:
    """Carry what is due for one place."""
    engine.deliver_to(medium, target)


@task("notify.digests")
def digests() -> None:
    """Every few minutes: write the digests that are due."""
    engine.digests()
