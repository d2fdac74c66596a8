"""What tests need of the trail: a test database whose trail can be reset, or forged to look for the traces."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core import mail
from django.db import connection

from masthead.trail import triggers


class NotATestDatabase(RuntimeError):
    """The locks of the trail open in a test database only."""


@contextmanager
def trail_unlocked() -> Iterator[None]:
    """The trail can be changed and flushed inside; locked again afterwards. Raises NotATestDatabase anywhere else."""
    name = str(connection.settings_dict["NAME"]).replace("\\", "/").rsplit("/", 1)[-1]
    if not hasattr(mail, "outbox") or not name.startswith(("test", "file:memory")):
        raise NotATestDatabase(f"«{name}» is no test database: its trail stays locked")
    with triggers.unlocked(connection):
        yield
