"""`manage.py engine_loop`: the publishing engine in one plain process, without broker or scheduler (fault runs, small places)."""

import logging
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from masthead.core.patience import AWAY, PAUSE_SECONDS, forget_connection
from masthead.publishing import engine

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sends what is due and looks up what is unknown, until it is stopped."
    requires_system_checks = ()  # a worker starts at once; the checks ran before

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two ticks when nothing was due")
        parser.add_argument("--until-idle", action="store_true", help="end when a tick finds nothing to do")

    def handle(self, *args: Any, **options: Any) -> None:
        def stop(_signal: int, _frame: object) -> None:
            engine.closing.begin()

        engine.closing.forget()
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        while not engine.closing.begun():
            try:
                done = engine.tick().done + engine.look_up_unknown()
            except AWAY:
                log.warning("the database is away; trying again", exc_info=True)
                forget_connection()
                time.sleep(max(options["pause"], PAUSE_SECONDS))
                continue
            if not done and options["until_idle"]:
                return
            if not done and not engine.closing.begun():
                time.sleep(options["pause"])
