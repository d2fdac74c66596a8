"""Writes of `publishing`, by noun."""

from masthead.publishing.actions.by_hand import (
    close_unpublished,
    hand_over,
    hand_over_due,
    open_kit,
    remind,
    remind_overdue,
    set_operator,
    tick_kit,
)
from masthead.publishing.actions.callbacks import (
    MOST_TRIES,
    count_refusal,
    fail_callback,
    forget_bodies,
    process_callback,
    store_callback,
)
from masthead.publishing.actions.claims import (
    Claim,
    claim_due,
    claim_publication,
    claim_questions,
    note_worker,
    recover_abandoned,
    release_claim,
    renew_leases,
)
from masthead.publishing.actions.days import explain_sensitive_day
from masthead.publishing.actions.decisions import resolve_unknown
from masthead.publishing.actions.handoffs import begin_handoff, prepare_handoff, settle_handoff
from masthead.publishing.actions.moving import move_together, replan_publication
from masthead.publishing.actions.proofs import Shown, confirm_proof, give_proof, note_page_title, return_proof
from masthead.publishing.actions.recurring import (
    close_calendar_feed,
    end_slot,
    fill_slot,
    keep_slot,
    note_feed_read,
    open_calendar_feed,
)
from masthead.publishing.actions.results import close_hopeless, settle_look_up, settle_progress, settle_question_fault
from masthead.publishing.actions.scheduling import (
    cancel_publication,
    move_publication,
    retry_publication,
    schedule_draft,
    schedule_publication,
)
from masthead.publishing.actions.stages import Step, begin_stage, block_claimed, settle_fault, settle_stage
from masthead.publishing.actions.turns import take_turn

__all__ = [
    "Claim",
    "MOST_TRIES",
    "Shown",
    "Step",
    "begin_handoff",
    "begin_stage",
    "block_claimed",
    "cancel_publication",
    "claim_due",
    "claim_publication",
    "claim_questions",
    "close_calendar_feed",
    "close_hopeless",
    "close_unpublished",
    "confirm_proof",
    "count_refusal",
    "end_slot",
    "explain_sensitive_day",
    "fail_callback",
    "fill_slot",
    "forget_bodies",
    "give_proof",
    "hand_over",
    "hand_over_due",
    "keep_slot",
    "move_publication",
    "move_together",
    "note_feed_read",
    "note_page_title",
    "note_worker",
    "open_calendar_feed",
    "open_kit",
    "prepare_handoff",
    "process_callback",
    "recover_abandoned",
    "release_claim",
    "remind",
    "remind_overdue",
    "renew_leases",
    "replan_publication",
    "resolve_unknown",
    "retry_publication",
    "return_proof",
    "schedule_draft",
    "schedule_publication",
    "set_operator",
    "settle_fault",
    "settle_handoff",
    "settle_look_up",
    "settle_progress",
    "settle_question_fault",
    "settle_stage",
    "store_callback",
    "take_turn",
    "tick_kit",
]
