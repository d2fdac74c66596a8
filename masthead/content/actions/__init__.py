"""Writes of `content`, by noun."""

from masthead.content.actions.almanac import EntryWords, drop_entry, entry_errors, keep_entry, make_topic_of_day
from masthead.content.actions.drafts import (
    arrange_release,
    plan_window,
    reopen_draft,
    set_accounts,
    set_coauthors,
    start_draft,
)
from masthead.content.actions.handover import hand_over_content
from masthead.content.actions.hot import (
    SourceWords,
    add_hot_topics,
    ask_source,
    claim_source,
    judge_hot_topic,
    keep_source,
    make_topic_of_hot,
    mark_hot_topic,
    note_source_failed,
    take_items,
)
from masthead.content.actions.planning_imports import drop_planning_table, read_planning_table, take_planning_table
from masthead.content.actions.replanning import replan_release
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
    "EntryWords",
    "SourceWords",
    "add_hot_topics",
    "add_picture",
    "adopt_topic",
    "arrange_release",
    "ask_source",
    "check_draft",
    "claim_source",
    "discard_working_copy",
    "drop_entry",
    "drop_planning_table",
    "drop_topic",
    "edit_topic",
    "entry_errors",
    "finish_topic",
    "hand_over_content",
    "import_word",
    "judge_hot_topic",
    "keep_entry",
    "keep_source",
    "keep_working_copy",
    "make_topic_of_day",
    "make_topic_of_hot",
    "mark_hot_topic",
    "note_approved",
    "note_rejected",
    "note_returned",
    "note_source_failed",
    "note_withdrawn",
    "plan_window",
    "propose_topic",
    "read_planning_table",
    "reopen_draft",
    "replan_release",
    "save_revision",
    "set_accounts",
    "set_coauthors",
    "start_draft",
    "start_draft_from_word",
    "submit_draft",
    "take_items",
    "take_planning_table",
    "withdraw_draft",
]
