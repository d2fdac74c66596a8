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
