"""Models of `publishing`, by noun."""

from masthead.publishing.models.calendar import CalendarFeed, RecurringSlot, SensitiveNote
from masthead.publishing.models.publications import (
    Attempt,
    CallbackEvent,
    CallbackRefusal,
    KitOpening,
    Proof,
    Publication,
    Worker,
)
from masthead.publishing.models.turns import Turn

__all__ = [
    "Attempt",
    "CalendarFeed",
    "CallbackEvent",
    "CallbackRefusal",
    "KitOpening",
    "Proof",
    "Publication",
    "RecurringSlot",
    "SensitiveNote",
    "Turn",
    "Worker",
]
