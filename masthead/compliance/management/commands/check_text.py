"""manage.py check_text: checks JSON lines against the rule files, without any database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from masthead.compliance import engine
from masthead.compliance.engine.lines import checked


class Command(BaseCommand):
    """Reads {id, text, platform, industry} a line and writes {id, findings: […]} a line; ends with 1 when a line could not be read."""

    help = "检查 JSON 行文本：每行 {id, text, platform, industry}，输出 {id, findings}。不需要数据库。"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", default=["-"], help="JSON 行文件；不写或写 - 则读标准输入")
        parser.add_argument("--rules", type=Path, help="规则文件夹；不写则用随软件的规则")
        parser.add_argument("--output", type=Path, help="写到文件；不写则写标准输出")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            book = engine.load(options["rules"]) if options["rules"] else engine.shipped()
        except engine.BadRule as error:
            raise CommandError(str(error), returncode=2) from error
        bad = 0
        with ExitStack() as stack:
            target = options["output"]
            out = stack.enter_context(target.open("w", encoding="utf-8")) if target else self.stdout
            for answer in checked(_lines(options["files"]), book):
                bad += "error" in answer
                out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        if bad:
            raise CommandError(f"有 {bad} 行不能读取，原因见输出中的 error。", returncode=1)


def _lines(files: list[str]) -> Iterator[bytes]:
    for name in files:
        if name == "-":
            yield from sys.stdin.buffer
            continue
        try:
            with Path(name).open("rb") as source:
                yield from source
        except OSError as error:
            raise CommandError(f"不能读取 {name}：{error.strerror}。", returncode=2) from error
