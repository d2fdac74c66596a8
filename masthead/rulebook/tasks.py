"""Background work of the rulebook."""

from masthead.core.jobs import task
from masthead.org import queries as org
from masthead.rulebook import actions


@task("rulebook.run_probes")
def run_probes(member_id: int | None = None) -> int:
    """The probes that are due, or all of them when a member asked."""
    return actions.run_probes(by=org.get_member(member_id) if member_id is not None else None)
