"""`manage.py trail_verify`: recompute the whole chain; exit code 1 when it was tampered with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.trail import queries


class Command(BaseCommand):
    help = "Recompute every digest and the seal chain of the trail, and say what does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        found = queries.verify()
        self.stdout.write(f"留痕事件 {found.events} 条，已封存 {found.sealed} 条，链根 {found.root}")
        for fault in found.faults:
            self.stderr.write(fault)
        if found.faults:
            raise CommandError(f"留痕链不完整：至少 {len(found.faults)} 处异常", returncode=1)
        self.stdout.write("留痕链完整。")
