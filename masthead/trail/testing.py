"""What tests need of the trail: a database that can be reset although its trail cannot be changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core import mail
from django.db import connection
from django.test import TransactionTestCase

from masthead.trail import triggers


class NotATestDatabase(RuntimeError):
    """The locks of the trail open in a test database only."""


@contextmanager
def trail_unlocked() -> Iterator[None]:
    """The trail can be changed inside (by a test that plays the forger); locked again afterwards."""
    name = str(connection.settings_dict["NAME"]).replace("\\", "/").rsplit("/", 1)[-1]
    if not hasattr(mail, "outbox") or not name.startswith(("test", "file:memory")):
        raise NotATestDatabase(f"«{name}» is no test database: its trail stays locked")
    with triggers.unlocked(connection):
        yield


def let_transactional_tests_reset() -> None:
    """Call once in the top conftest: the flush after a transactional test runs with the locks open."""
    if getattr(TransactionTestCase, "masthead_trail_opens", False):
        return
    flush = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase, *args: Any, **kwargs: Any) -> None:
        with trail_unlocked():
            flush(self, *args, **kwargs)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]
    TransactionTestCase.masthead_trail_opens = True  # type: ignore[attr-defined]
