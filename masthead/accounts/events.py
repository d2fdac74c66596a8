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
    DOSSIER_SAVED = "accounts:account:dossier_saved"
    CERTIFIED = "accounts:account:certified"
    FILED = "accounts:account:filed"
    UNFILED = "accounts:account:unfiled"
    DOCUMENT_STORED = "accounts:document:stored"
    DOCUMENT_OPENED = "accounts:document:opened"
    STATUS_ASKED = "accounts:request:asked"
    STATUS_REFUSED = "accounts:request:refused"
    HANDOVER_BEGUN = "accounts:handover:begun"
    HANDED = "accounts:handover:handed"
    ACKNOWLEDGED = "accounts:handover:acknowledged"
    HANDOVER_DONE = "accounts:handover:done"
