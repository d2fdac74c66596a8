from enum import StrEnum


class AccountEvent(StrEnum):
    REGISTERED = "accounts:account:registered"
    CHANGED = "accounts:account:changed"
    STATUS_CHANGED = "accounts:account:status_changed"
    CONNECTED = "accounts:account:connected"
    TESTED = "accounts:connection:tested"
    LOST = "accounts:connection:lost"
    FROZEN = "accounts:account:frozen"
    UNFROZEN = "accounts:account:unfrozen"
    POSITIONING_SAVED = "accounts:positioning:saved"
    POSITIONING_SUBMITTED = "accounts:positioning:submitted"
    POSITIONING_IN_FORCE = "accounts:positioning:in_force"
    POSITIONING_RETURNED = "accounts:positioning:returned"
