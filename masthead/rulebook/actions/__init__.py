"""Writes of `rulebook`, by noun."""

from masthead.rulebook.actions.engine import run_probes
from masthead.rulebook.actions.policy import adopt_template
from masthead.rulebook.actions.runs import claim_probe, note_clause_states, order_check, settle_probe

__all__ = ["adopt_template", "claim_probe", "note_clause_states", "order_check", "run_probes", "settle_probe"]
