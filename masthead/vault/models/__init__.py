"""Models of `vault`, by noun."""

from masthead.vault.models.secrets import Secret, SecretKind, SecretVersion

__all__ = ["Secret", "SecretKind", "SecretVersion"]
