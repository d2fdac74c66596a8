"""Writes of `vault`, by noun."""

from masthead.vault.actions.secrets import replace_secret, store_secret

__all__ = ["replace_secret", "store_secret"]
