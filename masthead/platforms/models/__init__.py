"""Models of `platforms`, by noun."""

from masthead.platforms.models.catalogue import Platform, PlatformAbility
from masthead.platforms.models.limits import PlatformLimit
from masthead.platforms.models.selection import Assessment, AssessmentFile, AssessmentScore, Criterion
from masthead.platforms.models.tokens import PlatformToken

__all__ = [
    "Assessment",
    "AssessmentFile",
    "AssessmentScore",
    "Criterion",
    "Platform",
    "PlatformAbility",
    "PlatformLimit",
    "PlatformToken",
]
