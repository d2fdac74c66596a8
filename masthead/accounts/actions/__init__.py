"""Writes of the account register, by noun."""

from masthead.accounts.actions.connections import (
    claim_connection_test,
    connect_account,
    note_connection_fault,
    settle_connection_test,
    test_connection,
)
from masthead.accounts.actions.handover import hand_over_accounts
from masthead.accounts.actions.positioning import (
    Positioning,
    adopt_positioning_flow,
    note_positioning_approved,
    note_positioning_back,
    save_positioning,
    submit_positioning,
)
from masthead.accounts.actions.register import change_account, change_status, note_published, register_account
from masthead.accounts.actions.safety import freeze_account, unfreeze_account

__all__ = [
    "Positioning",
    "adopt_positioning_flow",
    "change_account",
    "change_status",
    "claim_connection_test",
    "connect_account",
    "freeze_account",
    "hand_over_accounts",
    "note_connection_fault",
    "note_positioning_approved",
    "note_positioning_back",
    "note_published",
    "register_account",
    "save_positioning",
    "settle_connection_test",
    "submit_positioning",
    "test_connection",
    "unfreeze_account",
]
