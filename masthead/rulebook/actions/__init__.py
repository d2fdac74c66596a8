"""Writes of `rulebook`, by noun."""

from masthead.rulebook.actions.amendments import (
    confirm_bindings,
    note_approved,
    note_turned_down,
    propose_amendment,
    take_force,
)
from masthead.rulebook.actions.drafts import (
    add_clause,
    drop_amendment,
    edit_clause,
    move_clause,
    remove_clause,
    start_amendment,
)
from masthead.rulebook.actions.engine import run_probes
from masthead.rulebook.actions.exceptions import (
    ask_exception,
    end_exception,
    expire_exceptions,
    note_exception_decided,
)
from masthead.rulebook.actions.findings import close_finding, hand_over_findings, note_findings, plan_correction
from masthead.rulebook.actions.flows import AMENDMENT, EXCEPTION, ensure_flows
from masthead.rulebook.actions.imports import (
    abandon_import,
    correct_import,
    import_text,
    start_import,
    store_import,
    undo_correction,
)
from masthead.rulebook.actions.interpretations import answer_interpretation, ask_interpretation
from masthead.rulebook.actions.life import build_pack, keep_time
from masthead.rulebook.actions.packs import USE as PACK_USE
from masthead.rulebook.actions.packs import claim_pack, fail_pack, note_progress, order_pack, settle_pack
from masthead.rulebook.actions.policy import adopt_template
from masthead.rulebook.actions.questions import remove_question, save_question
from masthead.rulebook.actions.runs import claim_probe, note_clause_states, order_check, settle_probe
from masthead.rulebook.actions.signing import STATEMENT, answer_quiz, open_reading, remind_unsigned, sign_version
from masthead.rulebook.actions.snapshots import freeze_month, freeze_months

__all__ = [
    "AMENDMENT",
    "EXCEPTION",
    "PACK_USE",
    "STATEMENT",
    "abandon_import",
    "add_clause",
    "adopt_template",
    "answer_interpretation",
    "answer_quiz",
    "ask_exception",
    "ask_interpretation",
    "build_pack",
    "claim_pack",
    "claim_probe",
    "close_finding",
    "confirm_bindings",
    "correct_import",
    "drop_amendment",
    "edit_clause",
    "end_exception",
    "ensure_flows",
    "expire_exceptions",
    "fail_pack",
    "freeze_month",
    "freeze_months",
    "hand_over_findings",
    "import_text",
    "keep_time",
    "move_clause",
    "note_approved",
    "note_clause_states",
    "note_exception_decided",
    "note_findings",
    "note_progress",
    "note_turned_down",
    "open_reading",
    "order_check",
    "order_pack",
    "plan_correction",
    "propose_amendment",
    "remind_unsigned",
    "remove_clause",
    "remove_question",
    "run_probes",
    "save_question",
    "settle_pack",
    "settle_probe",
    "sign_version",
    "start_amendment",
    "start_import",
    "store_import",
    "take_force",
    "undo_correction",
]
