"""Reads of `platforms`, by noun."""

from masthead.platforms.queries.catalogue import (
    TONES,
    AbilityCell,
    CatalogueRow,
    all_platforms,
    catalogue_rows,
    cells_of,
    get_platform,
    mode_of,
)
from masthead.platforms.queries.tokens import platform_token

__all__ = [
    "AbilityCell",
    "CatalogueRow",
    "TONES",
    "all_platforms",
    "catalogue_rows",
    "cells_of",
    "get_platform",
    "mode_of",
    "platform_token",
]
