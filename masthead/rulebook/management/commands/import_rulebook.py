"""manage.py import_rulebook FILE [--dry-run] [--json]."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masthead.core.errors import DomainError
from masthead.rulebook import actions
from masthead.rulebook.importing.reading import read


class Command(BaseCommand):
    help = "Reads a policy text (.docx, .txt, .md) into chapters, sections and clauses; without --dry-run it is stored as a draft version."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--json", action="store_true", help="print the structure as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            data = path.read_bytes()
        except OSError as error:
            self._refuse(
                {
                    "code": "import_no_file",
                    "message": f"打不开文件：{path}（{error.strerror}）",
                    "advice": "请核对路径。",
                },
                options,
            )
        try:
            found = read(data, path.name).as_json()
            if not options["dry_run"]:
                found["version"] = actions.import_text(data=data, name=path.name, by=None).number
        except DomainError as error:
            self._refuse({"code": error.code, "message": str(error.message), "advice": str(error.advice)}, options)
        self.stdout.write(
            json.dumps(found, ensure_ascii=False, indent=2) if options["json"] else "\n".join(outline_of(found))
        )

    def _refuse(self, error: dict[str, str], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"error": error}, ensure_ascii=False, indent=2))
        raise CommandError(f"{error['message']}{error['advice']}", returncode=2)


def outline_of(found: dict[str, Any]) -> list[str]:
    """A tree that a person can read."""
    out = []
    for chapter in found["chapters"]:
        out.append(f"{chapter['number']} {chapter['title']}".strip() or "（没有章）")
        for section in chapter["sections"]:
            if section["number"] or section["title"]:
                out.append(f"  {section['number']} {section['title']}")
            out += [
                f"    {c['number'] or '（无编号）'} {c['text'][:60].replace(chr(10), ' ')}" for c in section["clauses"]
            ]
    out += ["", f"需要核对 {len(found['doubtful'])} 处"]
    out += [f"  {d['where']} {d['number']}：{d['reason']}。{d['suggestion']}" for d in found["doubtful"]]
    out += ["", f"版面文字 {len(found['furniture'])} 处"]
    out += [f"  {f['text'][:60]}（{f['reason']}）" for f in found["furniture"]]
    return [*out, "", f"已存为草稿版本 {found['version']}"] if "version" in found else out
