"""Reads of `vault`, by noun."""

from masthead.vault.queries.secrets import (
    MAX_AGE_DAYS,
    PREFIX,
    Verification,
    age_days,
    all_versions,
    current_version,
    current_versions,
    is_overdue,
    opened,
    secret_of_ref,
    secrets_of,
    secrets_visible_to,
    verify,
)

__all__ = [
    "MAX_AGE_DAYS",
    "PREFIX",
    "Verification",
    "age_days",
    "all_versions",
    "current_version",
    "current_versions",
    "is_overdue",
    "opened",
    "secret_of_ref",
    "secrets_of",
    "secrets_visible_to",
    "verify",
]
