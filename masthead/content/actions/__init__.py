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
from masthead.content.actions.experiments import Arm, measure_arms, set_arms
from masthead.content.actions.expiry import expire_draft
from masthead.content.actions.fast_lane import ask_for_a_later_look, note_looked_at
from masthead.content.actions.flow_set import adopt_review_flows
from masthead.content.actions.handover import hand_over_content
from masthead.content.actions.ideas import topic_from_idea
from masthead.content.actions.planning import (
    add_agenda_line,
    assemble_agenda,
    call_planning_meeting,
    pause_series,
    set_series,
)
from masthead.content.actions.planning_live import compose_minutes, decide_line, keep_words
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
from masthead.content.actions.topic_decisions import (
    Done,
    adopt_topic,
    assign_topic,
    decide_on_topics,
    decide_one,
    drop_topic,
    finish_topic,
    postpone_topic,
)
from masthead.content.actions.topic_imports import confirm_topics, drop_topics, read_topics
from masthead.content.actions.topic_parts import add_topic_material, evaluate_topic, settle_topic_material
from masthead.content.actions.topics import edit_topic, propose_topic

__all__ = [
    "Arm",
    "Done",
    "Remark",
    "accept_suggestion",
    "add_agenda_line",
    "add_claim",
    "add_picture",
    "add_topic_material",
    "adopt_review_flows",
    "adopt_topic",
    "annotate",
    "arrange_release",
    "ask_assistant",
    "ask_for_a_later_look",
    "assemble_agenda",
    "assign_topic",
    "call_planning_meeting",
    "check_draft",
    "claim_run",
    "compose_minutes",
    "confirm_topics",
    "decide_line",
    "decide_on_topics",
    "decide_one",
    "declare",
    "discard_working_copy",
    "dismiss_claim",
    "drop_topic",
    "drop_topics",
    "edit_topic",
    "evaluate_topic",
    "expire_draft",
    "finish_topic",
    "give_up_runs",
    "hand_over_content",
    "import_word",
    "keep_words",
    "keep_working_copy",
    "measure_arms",
    "note_approved",
    "note_looked_at",
    "note_rejected",
    "note_returned",
    "note_withdrawn",
    "pause_series",
    "plan_window",
    "postpone_topic",
    "propose_topic",
    "read_topics",
    "register_claims",
    "reopen_claim",
    "reopen_draft",
    "reply_to",
    "save_revision",
    "set_accounts",
    "set_arms",
    "set_coauthors",
    "set_series",
    "set_up_assistant",
    "settle_annotation",
    "settle_run",
    "settle_topic_material",
    "source_claim",
    "start_draft",
    "start_draft_from_word",
    "submit_draft",
    "take_over",
    "topic_from_idea",
    "withdraw_draft",
]
