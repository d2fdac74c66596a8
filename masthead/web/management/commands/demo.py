"""`manage.py demo`: fill an empty system with the demo company; `--signins` only prints who may sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.core.errors import DomainError
from masthead.web.demo import company, sign_in


class Command(BaseCommand):
    help = "Fill an empty system with the demo company 云岭茶业."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--signins", action="store_true", help="print the demo sign-ins and do nothing else")
        parser.add_argument(
            "--code", action="store_true", help="print the code of the demo administrators' authenticator app"
        )
        parser.add_argument("--site-url", default=settings.BASE_URL, help="where the platform sends its callbacks")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["code"]:
            self.stdout.write("  ".join(sign_in.codes()))
            return
        if not options["signins"]:
            try:
                played = company.build(options["site_url"])
            except DomainError as error:
                raise CommandError(str(error.message)) from error
            self.stdout.write(f"云岭茶业: {played} deeds")
            return
        for line in company.sign_ins():
            self.stdout.write(line)
