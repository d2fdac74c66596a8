"""Models of `accounts`, by noun."""

from masthead.accounts.models.account import Account

__all__ = ["Account"]
