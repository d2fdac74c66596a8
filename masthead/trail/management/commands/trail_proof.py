"""`manage.py trail_proof EVENT`: the proof of one event as JSON; `--script` prints the program that a stranger checks it with."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.core.errors import DomainError
from masthead.trail import check_proof, queries


class Command(BaseCommand):
    help = "Print the proof that one event is in the trail, or the script that checks such proofs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("event", type=int, nargs="?", help="number of the event")
        parser.add_argument("--script", action="store_true", help="print check_proof.py instead")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["script"]:
            self.stdout.write(Path(check_proof.__file__).read_text(encoding="utf-8"))
            return
        if options["event"] is None:
            raise CommandError("请给出留痕事件的编号，例如 manage.py trail_proof 1024")
        try:
            proof = queries.proof_of(queries.get_event(options["event"]))
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(json.dumps(proof.document, ensure_ascii=False, indent=1))
