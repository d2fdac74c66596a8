"""Writes of `analytics`, by noun."""

from masthead.analytics.actions.collecting import claim_day, settle_day, settle_day_fault, sync_metrics
from masthead.analytics.actions.imports import apply_import, assign_row, discard_import, enter_figures, start_import

__all__ = [
    "apply_import",
    "assign_row",
    "claim_day",
    "discard_import",
    "enter_figures",
    "settle_day",
    "settle_day_fault",
    "start_import",
    "sync_metrics",
]
