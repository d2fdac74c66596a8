"""What the clock calls."""

from masthead.analytics import collecting
from masthead.core.jobs import task


@task("analytics.scan")
def scan() -> None:
    """Every ten minutes: fetch account-days that have no final figures yet."""
    collecting.scan()


@task("analytics.collect")
def collect() -> None:
    """At ten past eight: yesterday's figures are there."""
    collecting.scan()
