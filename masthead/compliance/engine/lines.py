"""Checking in bulk: JSON lines in, JSON lines out, one bad line does not stop the rest."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from masthead.compliance.engine.book import RuleBook
from masthead.compliance.engine.checking import PORTION, check_many
from masthead.compliance.engine.finding import Finding
from masthead.compliance.engine.places import NAMES


class BadLine(ValueError):
    """A line that says no text to check."""

    def __init__(self, message: str, identity: Any = None) -> None:
        super().__init__(message)
        self.id = identity


def checked(lines: Iterable[str | bytes], book: RuleBook) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not blank, in their order: findings, or the error of that line."""
    waiting: list[dict[str, Any]] = []
    items: list[tuple[str, str, str]] = []
    length = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            answer, item = _read(line)
            waiting.append(answer)
            items.append(item)
            length += len(item[0])
        except (ValueError, RecursionError) as error:
            waiting.append({"id": getattr(error, "id", None), "line": number, "error": str(error)})
        if length >= PORTION:
            yield from _answers(waiting, items, book)
            waiting, items, length = [], [], 0
    yield from _answers(waiting, items, book)


def _answers(
    waiting: list[dict[str, Any]], items: list[tuple[str, str, str]], book: RuleBook
) -> Iterator[dict[str, Any]]:
    found = check_many(items, book)
    for answer in waiting:
        if "error" not in answer:
            answer["findings"] = [as_row(f) for f in next(found)]
        yield answer


def _read(line: str | bytes) -> tuple[dict[str, Any], tuple[str, str, str]]:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise BadLine("每行须是一个 JSON 对象。")
    text, platform, industry = row.get("text"), row.get("platform") or "", row.get("industry") or ""
    if not isinstance(text, str):
        raise BadLine("缺少 text，或 text 不是文字。", row.get("id"))
    if platform not in {"", *NAMES}:
        raise BadLine(f"不认识的平台「{platform}」，可用：{'、'.join(NAMES)}。", row.get("id"))
    if not isinstance(industry, str):
        raise BadLine("industry 须是文字。", row.get("id"))
    return {"id": row.get("id")}, (text, platform, industry)


def as_row(finding: Finding) -> dict[str, Any]:
    """The public form of a finding; what is empty beyond the agreed fields is left out."""
    row: dict[str, Any] = {
        "category": finding.category, "severity": finding.severity, "start": finding.start, "end": finding.end,
        "rule": finding.rule, "law": finding.law, "suggestion": finding.suggestion,
    }  # fmt: skip
    more = {"why": finding.why, "fix": finding.fix, "exemption": finding.exemption, "evasion": list(finding.evasion)}
    return row | {key: value for key, value in more.items() if value}
