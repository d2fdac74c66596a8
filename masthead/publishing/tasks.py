"""What the clock and the queue call: ids in, the engine called."""

from celery.signals import worker_ready, worker_shutting_down

from masthead.core.jobs import task
from masthead.publishing import actions, engine
from masthead.publishing.limits import limits

EARLY = 0.8  # of a period: a clock that rings a little early still has its turn


@task("publishing.tick")
def tick() -> None:
    """Now: send what is due."""
    with engine.closing.heeding():
        engine.tick()


@task("publishing.tick_in_turn")
def tick_in_turn() -> None:
    """Every few seconds, somewhere. Whoever else was rung for the same turn has nothing to do."""
    if actions.take_turn(name="tick", every=limits().tick_seconds * EARLY, holder=engine.worker_name()):
        tick()


@task("publishing.send")
def send(publication_id: int) -> None:
    """At once after a deed: send this one if it is due."""
    with engine.closing.heeding():
        engine.send_one(publication_id)


@task("publishing.reconcile")
def reconcile() -> None:
    """Look up outcomes that are unknown; finish callbacks that were left behind."""
    engine.look_up_unknown()
    engine.catch_up()


@task("publishing.reconcile_in_turn")
def reconcile_in_turn() -> None:
    """Every quarter of a minute, somewhere."""
    if actions.take_turn(name="reconcile", every=limits().reconcile_seconds * EARLY, holder=engine.worker_name()):
        reconcile()


@task("publishing.process_callback")
def process_callback(event_id: int) -> None:
    """A kept message of a platform that is not about publishing."""
    engine.work_on(event_id)


@task("publishing.forget_callbacks")
def forget_callbacks() -> None:
    """Once a day: bodies older than thirty days."""
    actions.forget_bodies()


@task("publishing.preflight")
def preflight() -> int:
    """Once a minute: look over what is due within half an hour."""
    return engine.preflight()


@task("publishing.watch")
def watch() -> None:
    """Once a minute: is anything due that nobody took?"""
    actions.watch_claims()


@task("publishing.read_link")
def read_link(proof_id: int) -> None:
    """After a proof was given: read the title of the page behind its link, where the platform lets it be read."""
    engine.read_link(proof_id)


@task("publishing.afterwards")
def afterwards() -> None:
    """Every few seconds: hand out later looks, take-downs and comments that are due."""
    engine.hand_out()


@task("publishing.look")
def look(publication_id: int, number: int) -> None:
    """Look at a post that is out: still there, unchanged?"""
    engine.look_again(publication_id, number)


@task("publishing.take_down")
def take_down(withdrawal_id: int) -> None:
    """Take a post down by the platform's call."""
    engine.take_down(withdrawal_id)


@task("publishing.say")
def say(comment_id: int) -> None:
    """Say an approved comment below our own post."""
    engine.say(comment_id)


@task("publishing.portrait", soft_time_limit=120)
def portrait(publication_id: int, occasion: str) -> None:
    """A browser's picture of the live page, where a browser is configured."""
    engine.take_portrait(publication_id, occasion)


@worker_ready.connect
def wind_the_clock(**_told: object) -> None:
    """A worker has started: it looks itself whether what is due is being sent, whatever becomes of the scheduler."""
    engine.closing.forget()
    engine.clockwork.start()


@worker_shutting_down.connect
def go_home(**_told: object) -> None:
    """A worker was asked to stop: no new claims in any of its processes; what is under way is finished."""
    engine.closing.begin()
