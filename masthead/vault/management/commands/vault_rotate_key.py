from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.core.errors import DomainError
from masthead.vault import actions
from masthead.vault.keyring import key_file


class Command(BaseCommand):
    help = "Puts a new key into the key file and lets it wrap what is new; the old keys stay. Then run vault_rewrap."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--prepare", action="store_true", help="add the key only; several machines get the file first"
        )
        parser.add_argument("--activate", metavar="KID", help="let a prepared key wrap what is new")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if kid := options["activate"]:
                actions.activate_key(kid=kid, by=None)
            else:
                kid = actions.rotate_key(by=None, activate=not options["prepare"])
        except DomainError as error:
            raise CommandError(f"{error.message}{error.advice}") from None
        if options["prepare"]:
            self.stdout.write(
                f"已加入密钥 {kid}（尚未启用）。请把 {key_file()} 复制到每台服务器，再运行 vault_rotate_key --activate {kid}。"
            )
        else:
            self.stdout.write(f"新内容从现在起由 {kid} 加密。请立即备份 {key_file()}，再运行 manage.py vault_rewrap。")
