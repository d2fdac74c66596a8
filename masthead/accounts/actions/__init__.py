"""Writes of the account register, by noun."""

from masthead.accounts.actions.abilities import follow_catalogue, note_abilities
from masthead.accounts.actions.authorising import (
    begin_authorisation,
    claim_authorisation,
    come_back,
    confirm_other_user,
    fail_authorisation,
    send_to_platform,
    settle_authorisation,
)
from masthead.accounts.actions.connections import connect_account
from masthead.accounts.actions.granting import keep_grant
from masthead.accounts.actions.handover import hand_over_accounts
from masthead.accounts.actions.lock_downs import (
    lock_down,
    press_lock_down,
    settle_steps,
    step_keys,
    take_steps,
)
from masthead.accounts.actions.register import change_account, change_status, note_published, register_account
from masthead.accounts.actions.safety import freeze_account, unfreeze_account
from masthead.accounts.actions.testing_connections import (
    claim_connection_test,
    note_connection_fault,
    note_grants_ending,
    settle_connection_test,
    test_connection,
)
from masthead.accounts.actions.troubles import close_trouble, note_trouble
from masthead.accounts.actions.unlocking import agree_to_unlock, ask_to_unlock, decline_to_unlock

__all__ = [
    "agree_to_unlock",
    "ask_to_unlock",
    "begin_authorisation",
    "change_account",
    "change_status",
    "claim_authorisation",
    "claim_connection_test",
    "close_trouble",
    "come_back",
    "confirm_other_user",
    "connect_account",
    "decline_to_unlock",
    "fail_authorisation",
    "follow_catalogue",
    "freeze_account",
    "hand_over_accounts",
    "keep_grant",
    "lock_down",
    "note_abilities",
    "note_connection_fault",
    "note_grants_ending",
    "note_published",
    "note_trouble",
    "press_lock_down",
    "register_account",
    "send_to_platform",
    "settle_authorisation",
    "settle_connection_test",
    "settle_steps",
    "step_keys",
    "take_steps",
    "test_connection",
    "unfreeze_account",
]
