"""Writes of `content`, by noun."""

from masthead.content.actions.annotations import (
    Remark,
    accept_suggestion,
    annotate,
    reply_to,
    settle_annotation,
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
    "add_picture",
    "adopt_topic",
    "adopt_review_flows",
    "annotate",
    "arrange_release",
    "ask_for_a_later_look",
    "check_draft",
    "discard_working_copy",
    "drop_topic",
    "edit_topic",
    "expire_draft",
    "finish_topic",
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
    "reopen_draft",
    "reply_to",
    "save_revision",
    "set_accounts",
    "set_coauthors",
    "settle_annotation",
    "start_draft",
    "start_draft_from_word",
    "submit_draft",
    "withdraw_draft",
]
