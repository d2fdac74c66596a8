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


class AlmanacEvent(StrEnum):
    """Marketing calendar, hot topics, another time for something approved."""

    ALMANAC_ENTRY_KEPT = "content:almanac_entry:kept"
    ALMANAC_ENTRY_DROPPED = "content:almanac_entry:dropped"
    ALMANAC_TOPIC_MADE = "content:almanac:topic_made"
    PLANNING_TABLE_READ = "content:planning_table:read"
    PLANNING_TABLE_TAKEN = "content:planning_table:taken"
    PLANNING_TABLE_DROPPED = "content:planning_table:dropped"
    HOT_SOURCE_KEPT = "content:hot_source:kept"
    HOT_SOURCE_READ = "content:hot_source:read"
    HOT_SOURCE_FAILED = "content:hot_source:failed"
    HOT_ADDED = "content:hot_topic:added"
    HOT_JUDGED = "content:hot_topic:judged"
    HOT_MARKED = "content:hot_topic:marked"
    HOT_TOPIC_MADE = "content:hot_topic:topic_made"
    RELEASE_REPLANNED = "content:draft:release_replanned"
