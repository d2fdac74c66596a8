"""What the clock and the queue call: ids in, the action or the helper called."""

from masthead.content import actions, engine
from masthead.content import assistant as helper
from masthead.core.jobs import task


@task("content.assistant", soft_time_limit=90)
def assistant(run_id: int) -> None:
    """Ask the writing helper for one waiting run."""
    helper.answer(run_id)


@task("content.assistant_lost")
def assistant_lost() -> None:
    """Runs whose worker was lost end as failed."""
    actions.give_up_runs()


@task("content.mind_review")
def mind_review() -> None:
    """Every minute: what missed its slot is marked; later looks of the fast lane are asked for."""
    engine.mind_review()
