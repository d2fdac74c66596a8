"""What a provider vouches for."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Identity:
    """A person as the provider knows them. `unread`: claims that could not be read this time, so nothing may be taken back for them."""

    subject: str
    name: str = ""
    email: str = ""
    email_verified: bool = False
    username: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
