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
from masthead.content.actions.blocks import retire_block, save_block, set_brand_colours
from masthead.content.actions.claims import (
    add_claim,
    declare,
    dismiss_claim,
    register_claims,
    reopen_claim,
    source_claim,
)
from masthead.content.actions.crops import crop_picture
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
from masthead.content.actions.library import (
    add_material,
    add_version,
    archive_materials,
    change_material,
    make_folder,
    move_materials,
    register_uploads,
    restore_material,
    tag_materials,
)
from masthead.content.actions.planning import (
    add_agenda_line,
    assemble_agenda,
    call_planning_meeting,
    pause_series,
    set_series,
)
from masthead.content.actions.planning_live import compose_minutes, decide_line, keep_words
from masthead.content.actions.presence import note_presence
from masthead.content.actions.renditions import choose_cover, draw_rendition, label_ai_picture
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
from masthead.content.actions.rights import (
    record_consent,
    record_licence,
    remind_of_rights,
    use_material,
    withdraw_consent,
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
from masthead.content.actions.uploads import (
    begin_upload,
    drop_upload,
    forget_old_uploads,
    look_at_upload,
    take_file,
    take_piece,
)

__all__ = [
    "Arm",
    "Done",
    "Remark",
    "accept_suggestion",
    "add_agenda_line",
    "add_claim",
    "add_material",
    "add_picture",
    "add_topic_material",
    "add_version",
    "adopt_review_flows",
    "adopt_topic",
    "annotate",
    "archive_materials",
    "arrange_release",
    "ask_assistant",
    "ask_for_a_later_look",
    "assemble_agenda",
    "assign_topic",
    "begin_upload",
    "call_planning_meeting",
    "change_material",
    "check_draft",
    "choose_cover",
    "claim_run",
    "compose_minutes",
    "confirm_topics",
    "crop_picture",
    "decide_line",
    "decide_on_topics",
    "decide_one",
    "declare",
    "discard_working_copy",
    "dismiss_claim",
    "draw_rendition",
    "drop_topic",
    "drop_topics",
    "drop_upload",
    "edit_topic",
    "evaluate_topic",
    "expire_draft",
    "finish_topic",
    "forget_old_uploads",
    "give_up_runs",
    "hand_over_content",
    "import_word",
    "keep_words",
    "keep_working_copy",
    "label_ai_picture",
    "look_at_upload",
    "make_folder",
    "measure_arms",
    "move_materials",
    "note_approved",
    "note_looked_at",
    "note_presence",
    "note_rejected",
    "note_returned",
    "note_withdrawn",
    "pause_series",
    "plan_window",
    "postpone_topic",
    "propose_topic",
    "read_topics",
    "record_consent",
    "record_licence",
    "register_claims",
    "register_uploads",
    "remind_of_rights",
    "reopen_claim",
    "reopen_draft",
    "reply_to",
    "restore_material",
    "retire_block",
    "save_block",
    "save_revision",
    "set_accounts",
    "set_arms",
    "set_brand_colours",
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
    "tag_materials",
    "take_file",
    "take_over",
    "take_piece",
    "topic_from_idea",
    "use_material",
    "withdraw_consent",
    "withdraw_draft",
]
