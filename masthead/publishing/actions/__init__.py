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
from masthead.publishing.actions.circuits import (
    HELD_UP,
    circuit_of,
    note_answer,
    note_fault,
    switch_circuit,
    take_probe,
)
from masthead.publishing.actions.claims import (
    Claim,
    claim_due,
    claim_probes,
    claim_publication,
    claim_questions,
    note_worker,
    recover_abandoned,
    release_claim,
    renew_leases,
)
from masthead.publishing.actions.clock_jumps import mend_waits
from masthead.publishing.actions.corrections import approve_correction, ask_correction, refuse_correction
from masthead.publishing.actions.days import explain_sensitive_day
from masthead.publishing.actions.decisions import resolve_unknown
from masthead.publishing.actions.evidence import PAGE_USE, PICTURE_USE, Page, add_evidence, keep_page, keep_portrait
from masthead.publishing.actions.handoffs import begin_handoff, prepare_handoff, settle_handoff
from masthead.publishing.actions.lateness import decide_late, hold, send_late
from masthead.publishing.actions.moving import move_together, replan_publication
from masthead.publishing.actions.own_comments import (
    begin_comment,
    note_comment_said,
    plan_first_comment,
    settle_comment,
)
from masthead.publishing.actions.paces import note_passed, note_throttle
from masthead.publishing.actions.pauses import Target, pause_publishing, resume_publishing
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
from masthead.publishing.actions.rules import set_rules
from masthead.publishing.actions.scheduling import (
    cancel_publication,
    move_publication,
    publish_now,
    retry_publication,
    schedule_draft,
    schedule_publication,
)
from masthead.publishing.actions.stages import Step, begin_stage, block_claimed, settle_fault, settle_stage
from masthead.publishing.actions.take_downs import (
    begin_take_down,
    confirm_withdrawal,
    prove_withdrawal,
    return_withdrawal,
    settle_take_down,
)
from masthead.publishing.actions.turns import take_turn
from masthead.publishing.actions.verifying import Look, claim_looks, settle_look
from masthead.publishing.actions.watching import note_preflight, watch_claims
from masthead.publishing.actions.withdrawals import (
    allow_withdrawal,
    ask_withdrawal,
    drop_withdrawal,
    hand_withdrawal,
    refuse_withdrawal,
)

__all__ = [
    "PAGE_USE",
    "PICTURE_USE",
    "Claim",
    "HELD_UP",
    "Look",
    "MOST_TRIES",
    "Page",
    "Shown",
    "Step",
    "Target",
    "add_evidence",
    "allow_withdrawal",
    "approve_correction",
    "ask_correction",
    "ask_withdrawal",
    "begin_comment",
    "begin_handoff",
    "begin_stage",
    "begin_take_down",
    "block_claimed",
    "cancel_publication",
    "circuit_of",
    "claim_due",
    "claim_probes",
    "claim_looks",
    "claim_publication",
    "claim_questions",
    "close_calendar_feed",
    "close_hopeless",
    "close_unpublished",
    "confirm_proof",
    "decide_late",
    "confirm_withdrawal",
    "count_refusal",
    "drop_withdrawal",
    "end_slot",
    "explain_sensitive_day",
    "fail_callback",
    "fill_slot",
    "forget_bodies",
    "give_proof",
    "hand_over",
    "hand_over_due",
    "hold",
    "keep_slot",
    "mend_waits",
    "move_publication",
    "move_together",
    "note_answer",
    "note_fault",
    "hand_withdrawal",
    "keep_page",
    "keep_portrait",
    "note_comment_said",
    "note_feed_read",
    "note_page_title",
    "note_preflight",
    "note_passed",
    "note_throttle",
    "note_worker",
    "open_calendar_feed",
    "open_kit",
    "pause_publishing",
    "prepare_handoff",
    "process_callback",
    "publish_now",
    "plan_first_comment",
    "prove_withdrawal",
    "recover_abandoned",
    "refuse_correction",
    "refuse_withdrawal",
    "release_claim",
    "remind",
    "remind_overdue",
    "renew_leases",
    "replan_publication",
    "resolve_unknown",
    "resume_publishing",
    "retry_publication",
    "return_proof",
    "return_withdrawal",
    "schedule_draft",
    "schedule_publication",
    "send_late",
    "set_operator",
    "set_rules",
    "settle_comment",
    "settle_fault",
    "settle_handoff",
    "settle_look",
    "settle_look_up",
    "settle_progress",
    "settle_question_fault",
    "settle_stage",
    "settle_take_down",
    "store_callback",
    "switch_circuit",
    "take_probe",
    "take_turn",
    "tick_kit",
    "watch_claims",
]
