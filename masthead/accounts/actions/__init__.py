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
from masthead.accounts.actions.checkups import check_up
from masthead.accounts.actions.connections import connect_account
from masthead.accounts.actions.documents import open_document, store_document
from masthead.accounts.actions.dossier import record_certification, record_filing, remove_filing, save_dossier
from masthead.accounts.actions.endings import tell_of_ending, tell_of_endings
from masthead.accounts.actions.granting import keep_grant
from masthead.accounts.actions.handover import hand_over_accounts
from masthead.accounts.actions.handovers import acknowledge_item, begin_handover, follow_transfer, hand_item
from masthead.accounts.actions.life import adopt_life_flow, ask_for_status, carry_out_request, drop_request, move_or_ask
from masthead.accounts.actions.lock_downs import lock_down, press_lock_down, settle_steps, step_keys, take_steps
from masthead.accounts.actions.positioning import (
    Positioning,
    adopt_positioning_flow,
    note_positioning_approved,
    note_positioning_back,
    save_positioning,
    submit_positioning,
)
from masthead.accounts.actions.register import (
    change_account,
    change_status,
    needs_approval,
    note_published,
    register_account,
)
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
    "Positioning",
    "acknowledge_item",
    "adopt_life_flow",
    "adopt_positioning_flow",
    "agree_to_unlock",
    "ask_for_status",
    "ask_to_unlock",
    "begin_authorisation",
    "begin_handover",
    "carry_out_request",
    "change_account",
    "change_status",
    "check_up",
    "claim_authorisation",
    "claim_connection_test",
    "close_trouble",
    "come_back",
    "confirm_other_user",
    "connect_account",
    "decline_to_unlock",
    "drop_request",
    "fail_authorisation",
    "follow_catalogue",
    "follow_transfer",
    "freeze_account",
    "hand_item",
    "hand_over_accounts",
    "keep_grant",
    "lock_down",
    "move_or_ask",
    "needs_approval",
    "note_abilities",
    "note_connection_fault",
    "note_grants_ending",
    "note_positioning_approved",
    "note_positioning_back",
    "note_published",
    "note_trouble",
    "open_document",
    "press_lock_down",
    "record_certification",
    "record_filing",
    "register_account",
    "remove_filing",
    "save_dossier",
    "save_positioning",
    "send_to_platform",
    "settle_authorisation",
    "settle_connection_test",
    "settle_steps",
    "step_keys",
    "store_document",
    "submit_positioning",
    "take_steps",
    "tell_of_ending",
    "tell_of_endings",
    "test_connection",
    "unfreeze_account",
]
