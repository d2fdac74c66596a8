"""`manage.py drop_second_factor NAME --reason …`: the way back in when every administrator lost phone and recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.core.errors import DomainError
from masthead.org import actions, queries


class Command(BaseCommand):
    help = "Take every second factor of a member away; the reason stays on the trail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        member = queries.get_member_by_username(options["username"])
        if member is None:
            raise CommandError(f"no member {options['username']!r}")
        try:
            actions.drop_second_factor(member=member, by=None, reason=options["reason"])
        except DomainError as refused:
            raise CommandError(str(refused.message)) from None
        self.stdout.write(f"{member.username}: two-step verification is off, set it up again at the next sign-in")
