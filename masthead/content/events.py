from enum import StrEnum


class ContentEvent(StrEnum):
    TOPIC_PROPOSED = "content:topic:proposed"
    TOPIC_EDITED = "content:topic:edited"
    TOPIC_ADOPTED = "content:topic:adopted"
    TOPIC_DROPPED = "content:topic:dropped"
    TOPIC_FINISHED = "content:topic:finished"
    DRAFT_STARTED = "content:draft:started"
    REVISION_SAVED = "content:revision:saved"
    WORD_IMPORTED = "content:word:imported"
    PICTURE_ADDED = "content:picture:added"
    RELEASE_ARRANGED = "content:draft:release_arranged"
    COAUTHORS_SET = "content:draft:coauthors_set"
    DRAFT_SUBMITTED = "content:draft:submitted"
    DRAFT_WITHDRAWN = "content:draft:withdrawn"
    DRAFT_APPROVED = "content:draft:approved"
    DRAFT_RETURNED = "content:draft:returned"
    DRAFT_REJECTED = "content:draft:rejected"
    TOPIC_HANDED_OVER = "content:topic:handed_over"
    DRAFT_HANDED_OVER = "content:draft:handed_over"
    APPROVAL_VOIDED = "content:draft:approval_voided"
    DRAFT_EXPIRED = "content:draft:expired"
    FAST_LANE_CHOSEN = "content:draft:fast_lane_chosen"
    LOOKED_AT_AFTERWARDS = "content:draft:looked_at_afterwards"
    ANNOTATED = "content:annotation:made"
    ANNOTATION_ANSWERED = "content:annotation:answered"
    ANNOTATION_SETTLED = "content:annotation:settled"


class ClaimEvent(StrEnum):
    CLAIMS_FOUND = "content:claim:found"
    CLAIM_SOURCED = "content:claim:sourced"
    CLAIM_DISMISSED = "content:claim:dismissed"
    CLAIM_ADDED = "content:claim:added"
    CLAIM_REOPENED = "content:claim:reopened"
    DECLARED = "content:draft:declared"


class AssistantEvent(StrEnum):
    SET_UP = "content:assistant:set_up"
    ASKED = "content:assistant:asked"
    TAKEN = "content:assistant:taken"
