"""Pressing a brake and beginning a last stage exclude each other, so that «nothing was sent while paused» holds to the microsecond."""

from django.db import connection

KEY = 3_303  # of this house's advisory locks; any number that nobody else uses


def share_the_brake() -> None:
    """Many last stages may begin at once. Waits while a brake is being pressed, and then sees it. Inside a transaction only."""
    _lock("SELECT pg_advisory_xact_lock_shared(%s)")


def hold_the_brake() -> None:
    """Waits for beginnings that are under way; whoever comes later sees the pause. Inside a transaction only."""
    _lock("SELECT pg_advisory_xact_lock(%s)")


def _lock(statement: str) -> None:
    """The embedded database lets one writer in at a time, which is the same lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement, [KEY])
