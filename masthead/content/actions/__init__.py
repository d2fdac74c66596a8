"""Writes of `content`, by noun."""

from masthead.content.actions.blocks import retire_block, save_block, set_brand_colours
from masthead.content.actions.crops import crop_picture
from masthead.content.actions.drafts import (
    arrange_release,
    plan_window,
    reopen_draft,
    set_accounts,
    set_coauthors,
    start_draft,
)
from masthead.content.actions.handover import hand_over_content
from masthead.content.actions.presence import note_presence
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
    "add_picture",
    "adopt_topic",
    "arrange_release",
    "check_draft",
    "crop_picture",
    "discard_working_copy",
    "drop_topic",
    "edit_topic",
    "finish_topic",
    "hand_over_content",
    "import_word",
    "keep_working_copy",
    "note_approved",
    "note_presence",
    "note_rejected",
    "note_returned",
    "note_withdrawn",
    "plan_window",
    "propose_topic",
    "reopen_draft",
    "retire_block",
    "save_block",
    "save_revision",
    "set_accounts",
    "set_brand_colours",
    "set_coauthors",
    "start_draft",
    "start_draft_from_word",
    "submit_draft",
    "withdraw_draft",
]
