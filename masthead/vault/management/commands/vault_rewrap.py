import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.core.secrets import SEALED_COLUMNS, SecretUnavailable
from masthead.vault import actions


class Command(BaseCommand):
    help = (
        "Wraps everything with the active key, in batches, while the system runs. Killed, it is simply started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=200)
        parser.add_argument(
            "--pause", type=float, default=0.0, help="seconds between batches, to leave the database to others"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.limit, self.pause = max(options["batch"], 1), options["pause"]
        moved, faults = 0, list[str]()
        try:
            columns: list[tuple[str, Callable[..., actions.Batch]]] = [
                (name, partial(actions.rewrap_column, name=name)) for name in sorted(SEALED_COLUMNS)
            ]
            done = [self._run(what, batch) for what, batch in [("凭据", actions.rewrap_secrets), *columns]]
            moved, faults = sum(d[0] for d in done), [f for d in done for f in d[1]]
            actions.note_rewrap(moved=moved, faults=len(faults), by=None)
        except SecretUnavailable as missing:
            raise CommandError(f"{missing.message}{missing.advice}") from None
        self.stdout.write(f"改由现用密钥加密 {moved} 份。")
        if faults:
            raise CommandError(f"打不开 {len(faults)} 份，保持原样：{'、'.join(faults[:20])}")

    def _run(self, what: str, batch: Callable[..., actions.Batch]) -> tuple[int, list[str]]:
        after, moved, faults = 0, 0, list[str]()
        while True:
            done = batch(after=after, limit=self.limit)
            moved, faults = moved + done.moved, faults + done.faults
            if not done.after:
                return moved, faults
            after = done.after
            self.stdout.write(f"{what}：{moved}")
            self.stdout.flush()
            time.sleep(self.pause)
