"""What of a secret a person may get to see, by its kind. Pure: one table of words, asked by queries and actions."""

from masthead.vault.models import SecretKind
from masthead.vault.states import Mode

MACHINE_ONLY = {SecretKind.GRANT, SecretKind.APP_SECRET, SecretKind.CALLBACK_TOKEN, SecretKind.CALLBACK_KEY}
"""What only calls to the platform need: of no use to a person, so never shown."""


def mode_of(kind: str) -> Mode | None:
    """The one way in which a person may use a secret of this kind; None = machines only. A seed is never shown, only its code."""
    if kind in MACHINE_ONLY:
        return None
    if kind == SecretKind.TOTP:
        return Mode.CODE
    return Mode.FILE if kind == SecretKind.CERTIFICATE else Mode.VIEW


def wears_out(kind: str, *, core: bool) -> bool:
    """Must it be replaced after a person has seen it? What signs a person in, always; everything else of a core owner."""
    if mode_of(kind) == Mode.CODE:
        return False
    return core or kind in (SecretKind.PASSWORD, SecretKind.RECOVERY)
