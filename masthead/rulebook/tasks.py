"""Background work of the rulebook."""

from masthead.core import clock
from masthead.core.jobs import task
from masthead.org import queries as org
from masthead.rulebook import actions, queries


@task("rulebook.run_probes")
def run_probes(member_id: int | None = None) -> int:
    """The probes that are due, or all of them when a member asked."""
    return actions.run_probes(by=org.get_member(member_id) if member_id is not None else None)


@task("rulebook.life")
def life() -> dict[str, int]:
    """Versions take force, exceptions end, months freeze, people are reminded; packs that nobody builds are built."""
    done = actions.keep_time()
    for pk in queries.packs_due(clock.now()):
        actions.build_pack(pk=pk)
    return done


@task("rulebook.build_pack")
def build_pack(pk: int) -> bool:
    """One pack for auditors."""
    return actions.build_pack(pk=pk)
