"""The arithmetic of the chain: which columns a digest covers and where the chain begins."""

from typing import Any

from masthead.core.digest import digest_of
from masthead.trail.models import Event, Outcome

GENESIS = "0" * 64
DIGESTED = (
    "at", "name", "outcome", "clause", "actor_kind", "actor_id", "actor_name", "behalf_id", "behalf_name", "target_kind", "target_id",
    "target_name", "target_version", "before_digest", "after_digest", "reason", "code", "request_id", "address", "data",
)  # fmt: skip


def event_digest(event: Event) -> str:
    """SHA-256 over all columns but the key and the digest itself."""
    return digest_of({name: _plain(getattr(event, name)) for name in DIGESTED})


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Outcome) else value
