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
    RESTORED = "accounts:connection:restored"
    ABILITIES_CHANGED = "accounts:account:abilities_changed"
    AUTHORISATION_STARTED = "accounts:authorisation:started"
    AUTHORISED = "accounts:authorisation:done"
    AUTHORISATION_FAILED = "accounts:authorisation:failed"
    LOCKED_DOWN = "accounts:incident:locked_down"
    LOCK_DOWN_ENDED = "accounts:incident:steps_taken"
    UNLOCK_ASKED = "accounts:incident:unlock_asked"
    UNLOCK_DECLINED = "accounts:incident:unlock_declined"
    UNLOCKED = "accounts:incident:unlocked"
