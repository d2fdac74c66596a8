from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.vault.keyring import key_file
from masthead.vault.keysmith import create_key_file


class Command(BaseCommand):
    help = "Creates the vault's key file with one new key. Refuses to overwrite an existing one."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            kid = create_key_file()
        except FileExistsError:
            raise CommandError(f"密钥文件已存在，未做任何改动：{key_file()}") from None
        self.stdout.write(
            f"已生成密钥 {kid}，保存在 {key_file()}（权限 600）。请立即另存一份备份：丢失后凭据无法恢复。"
        )
