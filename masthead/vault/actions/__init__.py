"""Writes of `vault`, by noun."""

from masthead.vault.actions.codes import CodeNow, show_code
from masthead.vault.actions.keys import activate_key, declare_lost, retire_key, rotate_key, sealing_ring, verify_all
from masthead.vault.actions.rewrap import Batch, note_rewrap, rewrap_column, rewrap_secrets
from masthead.vault.actions.rotation import correct_rule, demand_rotation, demand_rotation_of, remind
from masthead.vault.actions.secrets import replace_secret, rotate_secret, store_generated, store_secret

__all__ = [
    "Batch",
    "CodeNow",
    "activate_key",
    "correct_rule",
    "declare_lost",
    "demand_rotation",
    "demand_rotation_of",
    "note_rewrap",
    "remind",
    "replace_secret",
    "retire_key",
    "rewrap_column",
    "rewrap_secrets",
    "rotate_key",
    "rotate_secret",
    "sealing_ring",
    "show_code",
    "store_generated",
    "store_secret",
    "verify_all",
]
