"""Writes of `platforms`, by noun."""

from masthead.platforms.actions.catalogue import sync_catalogue
from masthead.platforms.actions.tokens import (
    claim_token_refresh,
    drop_token,
    release_token_refresh,
    settle_token_refresh,
    token_context,
)

__all__ = [
    "claim_token_refresh",
    "drop_token",
    "release_token_refresh",
    "settle_token_refresh",
    "sync_catalogue",
    "token_context",
]
