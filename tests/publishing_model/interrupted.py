"""A worker that dies in the middle: the steps of `engine.send`, left off at a chosen place. What it knew comes back late or never."""

from dataclasses import dataclass
from enum import StrEnum

from masthead.core.errors import PlatformFault
from masthead.platforms.contract import Remote
from masthead.publishing import actions
from masthead.publishing.engine import send as way_out
from masthead.publishing.models import Attempt


class Death(StrEnum):
    AFTER_CLAIM = "after claim"
    FIRST_CALL_BEGUN = "first call begun"
    LAST_CALL_BEGUN = "last call begun"
    LAST_CALL_ANSWERED = "last call answered"


@dataclass
class LeftBehind:
    """What a worker given up had in hand. `facts` None = its last call has not been made."""

    journey: way_out.Journey
    attempt: Attempt
    facts: Remote | PlatformFault | None

    def come_back(self) -> None:
        """The worker was only slow: it goes on as if nothing had happened."""
        facts = self.facts
        if facts is None:
            facts = way_out._call(
                self.journey, self.journey.steps[-1], self.attempt, dict(self.journey.publication.remote)
            )
        if isinstance(facts, PlatformFault):
            actions.settle_fault(attempt=self.attempt, token=self.journey.token, fault=facts)
        else:
            actions.settle_stage(
                attempt=self.attempt, token=self.journey.token, facts=facts, connector=self.journey.connector, then=None
            )


def die(publication_id: int, token: str, death: Death, worker: str) -> LeftBehind | None:
    """Carry one claimed publication on as far as `death` allows."""
    if death == Death.AFTER_CLAIM:
        return None
    journey = way_out._prepare(publication_id, token, worker)
    if journey is None or not journey.steps:
        return None
    remote = dict(journey.publication.remote)
    for step in journey.steps:
        if way_out._gate_before(journey, step):
            return None
        attempt = actions.begin_stage(publication_id=publication_id, token=token, step=step, worker=worker)
        if attempt is None or death == Death.FIRST_CALL_BEGUN:
            return None
        if step.is_last and death == Death.LAST_CALL_BEGUN:
            return LeftBehind(journey, attempt, None)
        facts = way_out._call(journey, step, attempt, remote)
        if step.is_last:
            return LeftBehind(journey, attempt, facts)
        if isinstance(facts, PlatformFault):
            actions.settle_fault(attempt=attempt, token=token, fault=facts)
            return None
        remote |= facts
        actions.settle_stage(attempt=attempt, token=token, facts=facts, connector=journey.connector, then=None)
    return None
