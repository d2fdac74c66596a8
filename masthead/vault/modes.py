"""What of a secret a person may get to see, by its kind (`kinds.py`)."""

from masthead.vault import kinds
from masthead.vault.models import SecretKind
from masthead.vault.states import Mode


def mode_of(kind: str) -> Mode | None:
    """The one way in which a person may use a secret of this kind; None = machines only. A seed is never shown, only its code."""
    if kind == SecretKind.TOTP:
        return Mode.CODE
    if not kinds.facts_of(kind).revealable:
        return None
    return Mode.FILE if kind == SecretKind.CERTIFICATE else Mode.VIEW


USABLE = [kind for kind in kinds.KINDS if mode_of(kind) is not None]
"""Kinds that a person may check out."""
