"""Periodic work of the vault; the rhythm stands in config/schedule.py."""

from masthead.core.jobs import task
from masthead.vault import actions


@task("vault.remind")
def remind() -> int:
    """Custodians hear of what is due."""
    return actions.remind()


@task("vault.verify")
def verify() -> int:
    """Everything is opened once in memory; the result stands on the page of keys."""
    return len(actions.verify_all(by=None).faults)
