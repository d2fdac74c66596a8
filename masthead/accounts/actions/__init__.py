"""Writes of the account register, by noun."""

from masthead.accounts.actions.checkups import (
    check_up,
)
from masthead.accounts.actions.connections import (
    claim_connection_test,
    connect_account,
    note_connection_fault,
    settle_connection_test,
    test_connection,
)
from masthead.accounts.actions.documents import (
    open_document,
    store_document,
)
from masthead.accounts.actions.dossier import (
    record_certification,
    record_filing,
    remove_filing,
    save_dossier,
)
from masthead.accounts.actions.endings import (
    tell_of_ending,
    tell_of_endings,
)
from masthead.accounts.actions.handover import (
    hand_over_accounts,
)
from masthead.accounts.actions.handovers import (
    acknowledge_item,
    begin_handover,
    follow_transfer,
    hand_item,
)
from masthead.accounts.actions.life import (
    adopt_life_flow,
    ask_for_status,
    carry_out_request,
    drop_request,
    move_or_ask,
)
from masthead.accounts.actions.register import (
    change_account,
    change_status,
    needs_approval,
    note_published,
    register_account,
)
from masthead.accounts.actions.safety import (
    freeze_account,
    unfreeze_account,
)

__all__ = [
    "acknowledge_item",
    "adopt_life_flow",
    "ask_for_status",
    "begin_handover",
    "carry_out_request",
    "change_account",
    "change_status",
    "check_up",
    "claim_connection_test",
    "connect_account",
    "drop_request",
    "follow_transfer",
    "freeze_account",
    "hand_item",
    "hand_over_accounts",
    "move_or_ask",
    "needs_approval",
    "note_connection_fault",
    "note_published",
    "open_document",
    "record_certification",
    "record_filing",
    "register_account",
    "remove_filing",
    "save_dossier",
    "settle_connection_test",
    "store_document",
    "tell_of_ending",
    "tell_of_endings",
    "test_connection",
    "unfreeze_account",
]
