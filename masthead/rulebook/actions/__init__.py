"""Writes of `rulebook`, by noun."""

from masthead.rulebook.actions.engine import run_probes
from masthead.rulebook.actions.imports import (
    abandon_import,
    correct_import,
    import_text,
    start_import,
    store_import,
    undo_correction,
)
from masthead.rulebook.actions.policy import adopt_template
from masthead.rulebook.actions.runs import claim_probe, note_clause_states, order_check, settle_probe

__all__ = [
    "abandon_import",
    "adopt_template",
    "claim_probe",
    "correct_import",
    "import_text",
    "note_clause_states",
    "order_check",
    "run_probes",
    "settle_probe",
    "start_import",
    "store_import",
    "undo_correction",
]
