"""Writes of the account register, by noun."""

from masthead.accounts.actions.connections import (
    claim_connection_test,
    connect_account,
    note_connection_fault,
    settle_connection_test,
    test_connection,
)
from masthead.accounts.actions.handover import hand_over_accounts
from masthead.accounts.actions.register import change_account, change_status, note_published, register_account
from masthead.accounts.actions.safety import freeze_account, unfreeze_account

__all__ = [
    "change_account",
    "change_status",
    "claim_connection_test",
    "connect_account",
    "freeze_account",
    "hand_over_accounts",
    "note_connection_fault",
    "note_published",
    "register_account",
    "settle_connection_test",
    "test_connection",
    "unfreeze_account",
]
