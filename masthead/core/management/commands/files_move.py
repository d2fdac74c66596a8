"""`manage.py files_move`: carry the files of the local folder over to the S3 storage of the settings. Can be broken off and run again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from masthead.core.digest import digest_bytes
from masthead.core.files.queries import all_digests
from masthead.core.files.store import DISK, current


class Command(BaseCommand):
    help = "Copy every stored file from the local folder to the S3-compatible storage; the folder is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.FILES_S3["bucket"]:
            raise CommandError("没有设置 MASTHEAD_S3_BUCKET，不知道要搬到哪里。")
        target, carried, there, missing = current(), 0, 0, 0
        for digest in all_digests():
            if target.holds(digest):
                there += 1
                continue
            data = DISK.read(digest)
            if data is None or digest_bytes(data) != digest:
                missing += 1
                self.stderr.write(f"{digest} 本地没有或已损坏，没有搬运")
                continue
            target.write_once(digest, data)
            carried += 1
        self.stdout.write(f"搬运 {carried} 个，已在存储中 {there} 个，缺失 {missing} 个。")
        if missing:
            raise CommandError("有文件没有搬运", returncode=1)
