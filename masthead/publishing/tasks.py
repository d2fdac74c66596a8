"""What the clock and the queue call: ids in, the engine called."""

from masthead.core.jobs import task
from masthead.publishing import engine


@task("publishing.tick")
def tick() -> None:
    """Every few seconds: send what is due."""
    engine.tick()


@task("publishing.send")
def send(publication_id: int) -> None:
    """At once after a deed: send this one if it is due."""
    engine.send_one(publication_id)


@task("publishing.reconcile")
def reconcile() -> None:
    """Look up outcomes that are unknown."""
    engine.look_up_unknown()


@task("publishing.read_link")
def read_link(proof_id: int) -> None:
    """After a proof was given: read the title of the page behind its link, where the platform lets it be read."""
    engine.read_link(proof_id)
