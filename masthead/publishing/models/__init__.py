"""Models of `publishing`, by noun."""

from masthead.publishing.models.brakes import AccountPace, Circuit, Pause, PublishingRules
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

__all__ = [
    "AccountPace",
    "Attempt",
    "CalendarFeed",
    "CallbackEvent",
    "CallbackRefusal",
    "Circuit",
    "KitOpening",
    "Pause",
    "Proof",
    "Publication",
    "PublishingRules",
    "RecurringSlot",
    "SensitiveNote",
    "Worker",
]
