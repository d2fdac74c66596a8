"""Writes of `vault`, by noun."""

from masthead.vault.actions.break_glass import (
    ask_break_glass,
    confirm_break_glass,
    lapse_break_glass,
    review_break_glass,
)
from masthead.vault.actions.checkouts import (
    FLOW,
    ask_checkout,
    end_checkout,
    end_checkouts_of,
    ensure_checkout_flow,
    expire_checkout,
    lapse_checkout,
    note_declined,
    note_granted,
    note_withdrawn,
    return_checkout,
    withdraw_checkout,
)
from masthead.vault.actions.codes import CodeNow, show_code
from masthead.vault.actions.exposure import demand_rotation_of_seen
from masthead.vault.actions.keys import activate_key, declare_lost, retire_key, rotate_key, sealing_ring, verify_all
from masthead.vault.actions.reveals import Shown, reveal_secret
from masthead.vault.actions.reviews import (
    close_review,
    keep_access,
    open_review,
    remind_of_review,
    restore_access,
    revoke_access,
)
from masthead.vault.actions.rewrap import Batch, note_rewrap, rewrap_column, rewrap_secrets
from masthead.vault.actions.rotation import correct_rule, demand_rotation, demand_rotation_of, remind
from masthead.vault.actions.secrets import replace_secret, rotate_secret, store_generated, store_secret

__all__ = [
    "Batch",
    "CodeNow",
    "FLOW",
    "Shown",
    "activate_key",
    "ask_break_glass",
    "ask_checkout",
    "close_review",
    "confirm_break_glass",
    "correct_rule",
    "declare_lost",
    "demand_rotation",
    "demand_rotation_of",
    "demand_rotation_of_seen",
    "end_checkout",
    "end_checkouts_of",
    "ensure_checkout_flow",
    "expire_checkout",
    "keep_access",
    "lapse_break_glass",
    "lapse_checkout",
    "note_declined",
    "note_granted",
    "note_rewrap",
    "note_withdrawn",
    "open_review",
    "remind",
    "remind_of_review",
    "replace_secret",
    "restore_access",
    "retire_key",
    "return_checkout",
    "reveal_secret",
    "review_break_glass",
    "revoke_access",
    "rewrap_column",
    "rewrap_secrets",
    "rotate_key",
    "rotate_secret",
    "sealing_ring",
    "show_code",
    "store_generated",
    "store_secret",
    "verify_all",
    "withdraw_checkout",
]
