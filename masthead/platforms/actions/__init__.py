"""Writes of `platforms`, by noun."""

from masthead.platforms.actions.catalogue import sync_catalogue
from masthead.platforms.actions.limits import correct_limit, sync_limits
from masthead.platforms.actions.own import add_platform
from masthead.platforms.actions.selection import (
    FILE_USE,
    Judgement,
    adopt_selection_flow,
    change_assessment,
    note_assessment_approved,
    note_assessment_back,
    set_criteria,
    start_assessment,
    submit_assessment,
    sync_criteria,
)
from masthead.platforms.actions.tokens import (
    claim_token_refresh,
    drop_token,
    release_token_refresh,
    settle_token_refresh,
    token_context,
)

__all__ = [
    "FILE_USE",
    "Judgement",
    "add_platform",
    "adopt_selection_flow",
    "change_assessment",
    "claim_token_refresh",
    "correct_limit",
    "drop_token",
    "note_assessment_approved",
    "note_assessment_back",
    "release_token_refresh",
    "set_criteria",
    "settle_token_refresh",
    "start_assessment",
    "submit_assessment",
    "sync_catalogue",
    "sync_criteria",
    "sync_limits",
    "token_context",
]
