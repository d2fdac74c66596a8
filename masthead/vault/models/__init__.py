"""Models of `vault`, by noun."""

from masthead.vault.models.checkouts import LOOK_SECONDS, BreakGlass, Checkout, Reveal
from masthead.vault.models.reviews import AccessBlock, ReviewCampaign, ReviewEntry
from masthead.vault.models.rotation import RotationDemand, RotationReason
from masthead.vault.models.secrets import Secret, SecretKind, SecretVersion

__all__ = [
    "LOOK_SECONDS",
    "AccessBlock",
    "BreakGlass",
    "Checkout",
    "Reveal",
    "ReviewCampaign",
    "ReviewEntry",
    "RotationDemand",
    "RotationReason",
    "Secret",
    "SecretKind",
    "SecretVersion",
]
