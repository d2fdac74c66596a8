from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.core.secrets import SecretUnavailable
from masthead.vault import actions


class Command(BaseCommand):
    help = "Opens every stored secret and every sealed column in memory and reports counts; shows no content."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = actions.verify_all(by=None)
        except SecretUnavailable as missing:
            raise CommandError(f"{missing.message}{missing.advice}") from None
        kids = "，".join(f"{kid or '无法识别'} {a + b} 份" for kid, (a, b) in sorted(found.by_kid.items())) or "无"
        self.stdout.write(
            f"凭据能打开 {found.opened} 份，其他加密内容能打开 {found.sealed_opened} 份；按密钥：{kids}。"
        )
        if found.faults:
            raise CommandError(f"打不开 {len(found.faults)} 份：{'、'.join(found.faults[:20])}")
