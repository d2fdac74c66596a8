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
from masthead.publishing.models.watching import Alarm, PreflightCheck

__all__ = [
    "Alarm",
    "Attempt",
    "CalendarFeed",
    "CallbackEvent",
    "CallbackRefusal",
    "KitOpening",
    "PreflightCheck",
    "Proof",
    "Publication",
    "RecurringSlot",
    "SensitiveNote",
    "Worker",
]
