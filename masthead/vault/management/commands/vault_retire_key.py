from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.core.errors import DomainError
from masthead.vault import actions, keysmith


class Command(BaseCommand):
    help = "Retires a key that wraps nothing any more. --remove also takes it out of the key file: older backups then need their own copy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kid")
        parser.add_argument("--remove", action="store_true")
        parser.add_argument(
            "--lost", action="store_true", help="the key is gone and no copy exists: give up what it wraps"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        kid = options["kid"]
        try:
            if options["lost"]:
                shut = actions.declare_lost(kid=kid, by=None)
                self.stdout.write(f"密钥 {kid} 已登记为丢失，{shut} 份内容再也打不开，请重新录入。")
                return
            actions.retire_key(kid=kid, by=None)
            if options["remove"]:
                keysmith.remove_key(kid)
        except DomainError as error:
            raise CommandError(f"{error.message}{error.advice}") from None
        where = "并已从密钥文件移除；旧备份仍需要它，请随旧备份离线保存" if options["remove"] else "密钥文件里仍保留"
        self.stdout.write(f"密钥 {kid} 已停用，{where}。")
