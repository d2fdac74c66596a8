"""Models of `vault`, by noun."""

from masthead.vault.models.rotation import RotationDemand
from masthead.vault.models.secrets import Secret, SecretKind, SecretVersion

__all__ = ["RotationDemand", "Secret", "SecretKind", "SecretVersion"]
