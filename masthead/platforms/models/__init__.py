"""Models of `platforms`, by noun."""

from masthead.platforms.models.catalogue import Platform, PlatformAbility
from masthead.platforms.models.tokens import PlatformToken

__all__ = ["Platform", "PlatformAbility", "PlatformToken"]
