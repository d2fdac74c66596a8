"""Models of `publishing`, by noun."""

from masthead.publishing.models.afterwards import Correction, Evidence, OwnComment, SideCall, Withdrawal
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
    "Attempt",
    "CalendarFeed",
    "CallbackEvent",
    "CallbackRefusal",
    "Correction",
    "Evidence",
    "KitOpening",
    "OwnComment",
    "Proof",
    "Publication",
    "RecurringSlot",
    "SensitiveNote",
    "SideCall",
    "Withdrawal",
    "Worker",
]
