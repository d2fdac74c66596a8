from enum import StrEnum


class PublishingEvent(StrEnum):
    SCHEDULED = "publishing:publication:scheduled"
    MOVED = "publishing:publication:moved"
    CANCELLED = "publishing:publication:cancelled"
    RETRIED = "publishing:publication:retried"
    ACCEPTED = "publishing:publication:accepted"
    PUBLISHED = "publishing:publication:published"
    FAILED = "publishing:publication:failed"
    BLOCKED = "publishing:publication:blocked"
    EXPIRED = "publishing:publication:expired"
    OUTCOME_UNKNOWN = "publishing:publication:outcome_unknown"
    FOUND = "publishing:publication:found"
    CLEARED = "publishing:publication:cleared"
    RESOLVED = "publishing:publication:resolved"
    CALLBACKS_REFUSED = "publishing:callback:refused"
