"""Writes of `vault`, by noun."""

from masthead.vault.actions.rotation import demand_rotation
from masthead.vault.actions.secrets import replace_secret, store_secret

__all__ = ["demand_rotation", "replace_secret", "store_secret"]
