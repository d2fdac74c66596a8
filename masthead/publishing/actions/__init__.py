"""Writes of `publishing`, by noun."""

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
    renew_leases,
)
from masthead.publishing.actions.decisions import resolve_unknown
from masthead.publishing.actions.results import close_hopeless, settle_look_up, settle_progress, settle_question_fault
from masthead.publishing.actions.scheduling import (
    cancel_publication,
    move_publication,
    retry_publication,
    schedule_draft,
    schedule_publication,
)
from masthead.publishing.actions.stages import Step, begin_stage, block_claimed, settle_fault, settle_stage

__all__ = [
    "Claim",
    "MOST_TRIES",
    "Step",
    "begin_stage",
    "block_claimed",
    "cancel_publication",
    "claim_due",
    "claim_publication",
    "claim_questions",
    "close_hopeless",
    "count_refusal",
    "fail_callback",
    "forget_bodies",
    "move_publication",
    "note_worker",
    "process_callback",
    "recover_abandoned",
    "renew_leases",
    "resolve_unknown",
    "retry_publication",
    "schedule_draft",
    "schedule_publication",
    "settle_fault",
    "settle_look_up",
    "settle_progress",
    "settle_question_fault",
    "settle_stage",
    "store_callback",
]
