from enum import StrEnum


class ApprovalEvent(StrEnum):
    FLOW_PUBLISHED = "approvals:flow:published"
    CASE_OPENED = "approvals:case:opened"
    CASE_APPROVED = "approvals:case:approved"
    CASE_RETURNED = "approvals:case:returned"
    CASE_REJECTED = "approvals:case:rejected"
    CASE_WITHDRAWN = "approvals:case:withdrawn"
    STEP_SENT_BACK = "approvals:step:sent_back"
    TASK_APPROVED = "approvals:task:approved"
    TASK_REJECTED = "approvals:task:rejected"
    TASK_MERGED = "approvals:task:merged"
    SIGNERS_ADDED = "approvals:task:signers_added"
    TASK_TRANSFERRED = "approvals:task:transferred"
    TASK_DELEGATED = "approvals:task:delegated"
    TASK_ESCALATED = "approvals:task:escalated"
    TASK_HANDED_OVER = "approvals:task:handed_over"
    STEP_REMINDED = "approvals:step:reminded"
    COPY_READ = "approvals:copy:read"
