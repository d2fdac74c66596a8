"""Rest for the collector of garbage while a portion of texts is checked: no circles are made there, only short-lived tuples by the ten thousand."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """Without the collector; whoever finds it resting already leaves it so."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
