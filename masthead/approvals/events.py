from enum import StrEnum


class ApprovalEvent(StrEnum):
    FLOW_PUBLISHED = "approvals:flow:published"
    CASE_OPENED = "approvals:case:opened"
    CASE_APPROVED = "approvals:case:approved"
    CASE_RETURNED = "approvals:case:returned"
    CASE_REJECTED = "approvals:case:rejected"
    CASE_WITHDRAWN = "approvals:case:withdrawn"
    TASK_APPROVED = "approvals:task:approved"
