from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.core.secrets import SecretUnavailable
from masthead.vault import queries
from masthead.vault.keyring import load_ring


class Command(BaseCommand):
    help = "Opens every stored secret version in memory and reports counts; shows no content."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = queries.verify(load_ring())
        except SecretUnavailable as missing:
            raise CommandError(f"{missing.message}{missing.advice}") from None
        kids = "，".join(f"{kid} {count} 份" for kid, count in sorted(found.by_kid.items())) or "无"
        self.stdout.write(f"能打开 {found.opened} 份；按密钥：{kids}。")
        if found.faults:
            raise CommandError(f"打不开 {len(found.faults)} 份：{'、'.join(found.faults[:20])}")
