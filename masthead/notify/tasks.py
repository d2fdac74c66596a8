"""What the clock and the queue call: ids in, the engine called."""

from masthead.core.jobs import task
from masthead.notify import engine
from masthead.notify.webhooks import engine as webhooks_engine


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


@task("notify.webhooks")
def webhooks() -> None:
    """Every few seconds: what is new on the trail, for those outside who asked."""
    webhooks_engine.tick()


@task("notify.webhook_to")
def webhook_to(webhook_id: int) -> None:
    """Send what is due for one webhook."""
    webhooks_engine.deliver_to(webhook_id)
