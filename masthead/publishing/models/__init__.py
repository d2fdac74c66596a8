"""Models of `publishing`, by noun."""

from masthead.publishing.models.afterwards import Correction, Evidence, OwnComment, SideCall, Withdrawal
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
from masthead.publishing.models.turns import Turn
from masthead.publishing.models.watching import Alarm, PreflightCheck

__all__ = [
    "Alarm",
    "AccountPace",
    "Attempt",
    "CalendarFeed",
    "CallbackEvent",
    "CallbackRefusal",
    "Circuit",
    "KitOpening",
    "PreflightCheck",
    "Pause",
    "Correction",
    "Evidence",
    "OwnComment",
    "Proof",
    "Publication",
    "PublishingRules",
    "RecurringSlot",
    "SensitiveNote",
    "SideCall",
    "Withdrawal",
    "Turn",
    "Worker",
]
