"""Writing the trail: events in the deed's own transaction, seals beside the writers."""

from masthead.trail.actions.recording import record, record_refusal
from masthead.trail.actions.sealing import seal_events

__all__ = ["record", "record_refusal", "seal_events"]
