"""Connectors ask for the limits in force, and an administrator's corrections lie in the database."""

import pytest


@pytest.fixture(autouse=True)
def limits_in_force(db: None) -> None:
    """Every test of a connector may read them."""
