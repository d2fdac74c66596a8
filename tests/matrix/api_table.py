"""The role matrix of the API, written by hand: every operation, what it demands, and whether sun may learn of the object.

`demand` = a capability, or "member" (any key) or "own" (a personal key that may handle its member's own affairs).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ApiRow:
    """`body` is a call that has the right shape; `of` names the object in the address; `sees`: needed to find the object."""

    name: str
    demand: str
    method: str
    path: str
    of: str = ""
    scoped: bool = False
    body: str = ""
    sees: str = ""


TEXT = "text"
API_ROWS: tuple[ApiRow, ...] = (
    ApiRow("api:org_me", "member", "GET", "/me"),
    ApiRow("api:org_units", "org.member.read", "GET", "/units"),
    ApiRow("api:org_members", "org.member.read", "GET", "/members"),
    ApiRow("api:org_member", "org.member.read", "GET", "/members/{}", of="member", scoped=True),
    ApiRow("api:content_topics", "content.topic.read", "GET", "/topics"),
    ApiRow("api:content_propose_topic", "content.topic.propose", "POST", "/topics", body="topic"),
    ApiRow("api:content_topic", "content.topic.read", "GET", "/topics/{}", of="topic", scoped=True),
    ApiRow("api:content_decide_topic", "content.topic.decide", "POST", "/topics/{}/decision", "topic", True, "decision"),
    ApiRow("api:content_evaluate_topic", "content.topic.propose", "POST", "/topics/{}/evaluation", "topic", True, "grades"),
    ApiRow("api:content_start_draft", "content.draft.write", "POST", "/topics/{}/drafts", "topic", True, "start"),
    ApiRow("api:content_drafts", "content.draft.read", "GET", "/drafts"),
    ApiRow("api:content_draft", "content.draft.read", "GET", "/drafts/{}", of="draft", scoped=True),
    ApiRow("api:content_approval_path", "content.draft.read", "GET", "/drafts/{}/approval-path", "draft", True),
    ApiRow("api:content_submit_draft", "content.draft.submit", "POST", "/drafts/{}/submit", "draft", True),
    ApiRow("api:content_submit_explained", "content.draft.submit", "POST", "/drafts/{}/submit-explained", "draft", True, "explained"),
    ApiRow("api:content_save_text", "content.draft.write", "PUT", "/drafts/{}/text", "draft", True, TEXT),
    ApiRow("api:content_add_picture", "content.draft.write", "POST", "/drafts/{}/pictures", "draft", True, "picture"),
    ApiRow("api:approvals_tasks", "own", "GET", "/approvals/tasks"),
    ApiRow("api:approvals_case", "own", "GET", "/approvals/cases/{}", of="case", scoped=True),
    ApiRow("api:approvals_approve", "own", "POST", "/approvals/tasks/{}/approve", "task", True, "approve"),
    ApiRow("api:approvals_send_back", "own", "POST", "/approvals/tasks/{}/return", "task", True, "turn_down"),
    ApiRow("api:approvals_reject", "own", "POST", "/approvals/tasks/{}/reject", "task", True, "turn_down"),
    ApiRow("api:publishing_publications", "publishing.publication.read", "GET", "/publications"),
    ApiRow("api:publishing_publication", "publishing.publication.read", "GET", "/publications/{}", "publication", True),
    ApiRow(
        "api:publishing_schedule", "publishing.publication.schedule", "POST", "/drafts/{}/publications", "draft", True,
        "schedule", sees="content.draft.read",
    ),
    ApiRow(
        "api:publishing_move", "publishing.publication.schedule", "POST", "/publications/{}/move", "publication", True, "move"
    ),
    ApiRow(
        "api:publishing_cancel", "publishing.publication.schedule", "POST", "/publications/{}/cancel", "publication",
        True, "reason",
    ),
    ApiRow("api:accounts_accounts", "accounts.account.read", "GET", "/accounts"),
    ApiRow("api:accounts_account", "accounts.account.read", "GET", "/accounts/{}", of="account", scoped=True),
    ApiRow("api:accounts_account_connection", "accounts.account.read", "GET", "/accounts/{}/connection", "account", True),
    ApiRow("api:rulebook_clauses", "rulebook.board.read", "GET", "/clauses"),
    ApiRow("api:rulebook_board", "rulebook.board.read", "GET", "/board"),
    ApiRow("api:trail_events", "trail.event.read", "GET", "/events"),
    ApiRow("api:files_download", "member", "GET", "/files/{}", of="picture", scoped=True),
    ApiRow("api:notify_notices", "own", "GET", "/notices"),
    ApiRow("api:notify_read_notice", "own", "POST", "/notices/{}/read", of="notice", scoped=True),
    ApiRow("api:notify_webhooks", "notify.webhook.manage", "GET", "/webhooks"),
    ApiRow("api:notify_add_webhook", "notify.webhook.manage", "POST", "/webhooks", body="webhook"),
    ApiRow("api:notify_webhook", "notify.webhook.manage", "GET", "/webhooks/{}", of="webhook", scoped=True),
    ApiRow("api:notify_change_webhook", "notify.webhook.manage", "PUT", "/webhooks/{}", "webhook", True, "webhook"),
    ApiRow("api:notify_switch_webhook", "notify.webhook.manage", "POST", "/webhooks/{}/switch", "webhook", True, "on"),
    ApiRow("api:notify_ping_webhook", "notify.webhook.manage", "POST", "/webhooks/{}/ping", of="webhook", scoped=True),
    ApiRow("api:notify_hook_deliveries", "notify.webhook.manage", "GET", "/webhooks/{}/deliveries", "webhook", True),
    ApiRow(
        "api:notify_resend", "notify.webhook.manage", "POST", "/webhook-deliveries/{}/resend", "hook_delivery", True
    ),
)  # fmt: skip
