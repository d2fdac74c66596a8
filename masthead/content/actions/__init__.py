"""Writes of `content`, by noun."""

from masthead.content.actions.assistant import (
    ask_assistant,
    claim_run,
    give_up_runs,
    set_up_assistant,
    settle_run,
    take_over,
)
from masthead.content.actions.claims import (
    add_claim,
    declare,
    dismiss_claim,
    register_claims,
    reopen_claim,
    source_claim,
)
from masthead.content.actions.drafts import (
    arrange_release,
    plan_window,
    reopen_draft,
    set_accounts,
    set_coauthors,
    start_draft,
)
from masthead.content.actions.handover import hand_over_content
from masthead.content.actions.review import (
    check_draft,
    note_approved,
    note_rejected,
    note_returned,
    note_withdrawn,
    submit_draft,
    withdraw_draft,
)
from masthead.content.actions.revisions import (
    add_picture,
    discard_working_copy,
    import_word,
    keep_working_copy,
    save_revision,
    start_draft_from_word,
)
from masthead.content.actions.topics import adopt_topic, drop_topic, edit_topic, finish_topic, propose_topic

__all__ = [
    "ask_assistant",
    "claim_run",
    "give_up_runs",
    "set_up_assistant",
    "settle_run",
    "take_over",
    "add_claim",
    "declare",
    "dismiss_claim",
    "register_claims",
    "reopen_claim",
    "source_claim",
    "add_picture",
    "adopt_topic",
    "arrange_release",
    "check_draft",
    "discard_working_copy",
    "drop_topic",
    "edit_topic",
    "finish_topic",
    "hand_over_content",
    "import_word",
    "keep_working_copy",
    "note_approved",
    "note_rejected",
    "note_returned",
    "note_withdrawn",
    "plan_window",
    "propose_topic",
    "reopen_draft",
    "save_revision",
    "set_accounts",
    "set_coauthors",
    "start_draft",
    "start_draft_from_word",
    "submit_draft",
    "withdraw_draft",
]
