"""`manage.py files_verify`: every stored file is there and has the bytes that its digest says; exit code 1 otherwise."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.core.digest import digest_bytes
from masthead.core.files.queries import all_digests
from masthead.core.files.store import current


class Command(BaseCommand):
    help = "Read every stored file from the storage in use and compare it with its digest."

    def handle(self, *args: Any, **options: Any) -> None:
        store, count, faults = current(), 0, 0
        for digest in all_digests():
            count += 1
            data = store.read(digest)
            if data is None or digest_bytes(data) != digest:
                faults += 1
                self.stderr.write(f"{digest} {'不在存储中' if data is None else '内容与校验值不符'}")
        self.stdout.write(f"文件 {count} 个，异常 {faults} 个。")
        if faults:
            raise CommandError("文件存储不完整", returncode=1)
