"""`manage.py trail_verify`: recompute the whole chain; exit code 1 when it was tampered with."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.trail import queries


class Command(BaseCommand):
    help = "Recompute every digest, stamp and the seal chain of the trail, and say what does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--processes", type=int, default=min(os.cpu_count() or 1, 4), help="processes that share a long trail"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = queries.verify(processes=options["processes"])
        self.stdout.write(f"留痕事件 {found.events} 条，已封存 {found.sealed} 条，链根 {found.root}")
        for fault in found.faults:
            self.stderr.write(fault)
        if found.faults:
            raise CommandError(f"留痕链不完整：至少 {len(found.faults)} 处异常", returncode=1)
        self.stdout.write("留痕链完整。")
