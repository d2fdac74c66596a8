"""Models of `vault`, by noun."""

from masthead.vault.models.checkouts import LOOK_SECONDS, BreakGlass, Checkout, Reveal
from masthead.vault.models.codes import CodeShown
from masthead.vault.models.keys import KeyState, VaultCheck, VaultKey
from masthead.vault.models.reviews import AccessBlock, ReviewCampaign, ReviewEntry
from masthead.vault.models.rotation import RotationDemand, RotationReason, RotationReminder, RotationRule
from masthead.vault.models.secrets import Level, Secret, SecretKind, SecretVersion

__all__ = [
    "AccessBlock",
    "BreakGlass",
    "Checkout",
    "CodeShown",
    "KeyState",
    "LOOK_SECONDS",
    "Level",
    "Reveal",
    "ReviewCampaign",
    "ReviewEntry",
    "RotationDemand",
    "RotationReason",
    "RotationReminder",
    "RotationRule",
    "Secret",
    "SecretKind",
    "SecretVersion",
    "VaultCheck",
    "VaultKey",
]
