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
    HANDED = "publishing:task:handed"
    OPERATOR_SET = "publishing:task:operator_set"
    KIT_OPENED = "publishing:kit:opened"
    HANDOFF_PREPARED = "publishing:handoff:prepared"
    REMINDED = "publishing:task:reminded"
    NOT_PUBLISHED = "publishing:task:not_published"
    PROOF_GIVEN = "publishing:proof:given"
    PROOF_CONFIRMED = "publishing:proof:confirmed"
    PROOF_RETURNED = "publishing:proof:returned"


class WatchEvent(StrEnum):
    """What looking ahead and looking after the engine found."""

    FOUND = "publishing:preflight:found"
    MENDED = "publishing:preflight:mended"
    ALARM_RAISED = "publishing:alarm:raised"
    ALARM_ENDED = "publishing:alarm:ended"


class AfterEvent(StrEnum):
    """What happens to a post that is out, without changing that it went out."""

    VERIFIED = "publishing:publication:verified"
    CHANGED = "publishing:publication:changed"
    GONE = "publishing:publication:gone"
    EVIDENCE_KEPT = "publishing:evidence:kept"
    EVIDENCE_ADDED = "publishing:evidence:added"
    WITHDRAWAL_ASKED = "publishing:withdrawal:asked"
    WITHDRAWAL_ALLOWED = "publishing:withdrawal:allowed"
    WITHDRAWAL_DROPPED = "publishing:withdrawal:dropped"
    WITHDRAWAL_HANDED = "publishing:withdrawal:handed"
    WITHDRAWAL_UNKNOWN = "publishing:withdrawal:unknown"
    WITHDRAWAL_FAILED = "publishing:withdrawal:failed"
    WITHDRAWAL_PROVED = "publishing:withdrawal:proved"
    WITHDRAWAL_RETURNED = "publishing:withdrawal:returned"
    WITHDRAWN = "publishing:publication:withdrawn"
    COMMENT_SAID = "publishing:comment:said"
    COMMENT_HANDED = "publishing:comment:handed"
    COMMENT_FAILED = "publishing:comment:failed"
    CORRECTION_ASKED = "publishing:correction:asked"
    CORRECTION_APPROVED = "publishing:correction:approved"
    CORRECTION_REFUSED = "publishing:correction:refused"
    CORRECTION_DRAFTED = "publishing:correction:drafted"


class CalendarEvent(StrEnum):
    """What happens on the calendar itself."""

    REPLANNED = "publishing:publication:replanned"
    SENSITIVE_EXPLAINED = "publishing:publication:sensitive_day_explained"
    SLOT_KEPT = "publishing:slot:kept"
    SLOT_ENDED = "publishing:slot:ended"
    FEED_OPENED = "publishing:calendar_feed:opened"
    FEED_CLOSED = "publishing:calendar_feed:closed"


class BrakeEvent(StrEnum):
    """What holds publishing back, and what becomes of the rows that waited."""

    PAUSED = "publishing:pause:pressed"
    RESUMED = "publishing:pause:released"
    HELD = "publishing:publication:held"
    SENT_LATE = "publishing:publication:sent_late"
    CIRCUIT_OPENED = "publishing:circuit:opened"
    CIRCUIT_CLOSED = "publishing:circuit:closed"
    THROTTLED = "publishing:account:throttled"
    RULES_SET = "publishing:rules:changed"
