"""What the clock and the queue call: ids in, the work called."""

from masthead.content import collecting
from masthead.core.jobs import task


@task("content.read_hot_source")
def read_hot_source(source_pk: int) -> None:
    """At once after a deed: ask this source."""
    collecting.read_one(source_pk)


@task("content.read_hot_sources")
def read_hot_sources() -> None:
    """Every few minutes: ask the sources whose time has come."""
    collecting.read_due()
