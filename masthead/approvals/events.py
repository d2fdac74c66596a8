from enum import StrEnum


class ApprovalEvent(StrEnum):
    FLOW_PUBLISHED = "approvals:flow:published"
    FLOW_RETIRED = "approvals:flow:retired"
    FLOW_DRAFT_STARTED = "approvals:flow_draft:started"
    FLOW_DRAFT_CHANGED = "approvals:flow_draft:changed"
    FLOW_DRAFT_DISCARDED = "approvals:flow_draft:discarded"
    CASE_OPENED = "approvals:case:opened"
    CASE_APPROVED = "approvals:case:approved"
    CASE_RETURNED = "approvals:case:returned"
    CASE_REJECTED = "approvals:case:rejected"
    CASE_WITHDRAWN = "approvals:case:withdrawn"
    TASK_APPROVED = "approvals:task:approved"
