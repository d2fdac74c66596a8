"""The world of the role matrix, read in both languages."""

from tests.matrix.conftest import cast, stage, world

__all__ = ["cast", "stage", "world"]
