"""Writes of `content`, by noun."""

from masthead.content.actions.annotations import Remark, accept_suggestion, annotate, reply_to, settle_annotation
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
from masthead.content.actions.expiry import expire_draft
from masthead.content.actions.fast_lane import ask_for_a_later_look, note_looked_at
from masthead.content.actions.flow_set import adopt_review_flows
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
    "Remark",
    "accept_suggestion",
    "add_claim",
    "add_picture",
    "adopt_review_flows",
    "adopt_topic",
    "annotate",
    "arrange_release",
    "ask_assistant",
    "ask_for_a_later_look",
    "check_draft",
    "claim_run",
    "declare",
    "discard_working_copy",
    "dismiss_claim",
    "drop_topic",
    "edit_topic",
    "expire_draft",
    "finish_topic",
    "give_up_runs",
    "hand_over_content",
    "import_word",
    "keep_working_copy",
    "note_approved",
    "note_looked_at",
    "note_rejected",
    "note_returned",
    "note_withdrawn",
    "plan_window",
    "propose_topic",
    "register_claims",
    "reopen_claim",
    "reopen_draft",
    "reply_to",
    "save_revision",
    "set_accounts",
    "set_coauthors",
    "set_up_assistant",
    "settle_annotation",
    "settle_run",
    "source_claim",
    "start_draft",
    "start_draft_from_word",
    "submit_draft",
    "take_over",
    "withdraw_draft",
]
