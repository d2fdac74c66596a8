from typing import Any

from django.core.management.base import BaseCommand

from masthead.platforms import actions


class Command(BaseCommand):
    help = "Brings the platform catalogue to what catalogue.toml says; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"平台目录已更新，变动 {actions.sync_catalogue(by=None)} 项。")
