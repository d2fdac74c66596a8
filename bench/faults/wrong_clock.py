"""The clock of a process goes wrong by what a file says: read anew every few seconds, so that processes do not learn of a jump together."""

import datetime as dt
import os
import random
import time
from contextlib import suppress
from pathlib import Path

from django.apps import AppConfig

LOOK_SECONDS = (0.2, 2.5)


class Reader:
    """The offset as this process knows it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.known = dt.timedelta()
        self.look_at = 0.0

    def __call__(self) -> dt.timedelta:
        if time.monotonic() >= self.look_at:
            with suppress(OSError, ValueError):  # just being written: what was known holds
                self.known = dt.timedelta(seconds=float(self.file.read_text(encoding="ascii") or 0))
            self.look_at = time.monotonic() + random.uniform(*LOOK_SECONDS)
        return self.known


class WrongClock(AppConfig):
    name = "bench.faults"
    label = "bench_faults"

    def ready(self) -> None:
        from masthead.core import clock

        clock.go_wrong(Reader(Path(os.environ["BENCH_CLOCK_FILE"])))
