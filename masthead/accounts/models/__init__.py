"""Models of `accounts`, by noun."""

from masthead.accounts.models.account import Account
from masthead.accounts.models.positioning import PositioningSheet, RepostRule

__all__ = ["Account", "PositioningSheet", "RepostRule"]
