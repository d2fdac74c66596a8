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
    ensure_checkout_flow,
    expire_checkout,
    lapse_checkout,
    note_declined,
    note_granted,
    note_withdrawn,
    return_checkout,
    withdraw_checkout,
)
from masthead.vault.actions.exposure import demand_rotation_of_seen
from masthead.vault.actions.reveals import Shown, reveal_secret
from masthead.vault.actions.reviews import (
    close_review,
    keep_access,
    open_review,
    remind_of_review,
    restore_access,
    revoke_access,
)
from masthead.vault.actions.rotation import demand_rotation
from masthead.vault.actions.secrets import replace_secret, store_secret

__all__ = [
    "FLOW",
    "Shown",
    "ask_break_glass",
    "ask_checkout",
    "close_review",
    "confirm_break_glass",
    "demand_rotation",
    "demand_rotation_of_seen",
    "end_checkout",
    "ensure_checkout_flow",
    "expire_checkout",
    "keep_access",
    "lapse_break_glass",
    "lapse_checkout",
    "note_declined",
    "note_granted",
    "note_withdrawn",
    "open_review",
    "remind_of_review",
    "replace_secret",
    "restore_access",
    "return_checkout",
    "reveal_secret",
    "review_break_glass",
    "revoke_access",
    "store_secret",
    "withdraw_checkout",
]
