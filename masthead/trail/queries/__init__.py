"""Reading the trail: events, their proof, and whether it is intact."""

from masthead.trail.queries.events import (
    all_events,
    counts_by_clause,
    events_of,
    find_events,
    newest_position,
    newest_seal,
    oldest_unsealed,
    refusals,
    refusals_by_guard,
    sealed_after,
    timeline_of,
)
from masthead.trail.queries.periods import PeriodBatches, batches_between, events_between
from masthead.trail.queries.proofs import EventProof, get_event, proof_of
from masthead.trail.queries.verification import Verification, verify

__all__ = [
    "EventProof",
    "PeriodBatches",
    "Verification",
    "all_events",
    "batches_between",
    "counts_by_clause",
    "events_between",
    "events_of",
    "find_events",
    "get_event",
    "newest_position",
    "newest_seal",
    "oldest_unsealed",
    "proof_of",
    "refusals",
    "refusals_by_guard",
    "sealed_after",
    "timeline_of",
    "verify",
]
