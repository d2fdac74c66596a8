"""Checking in bulk: JSON lines in, JSON lines out, one bad line does not stop the rest."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from masthead.compliance.engine.book import RuleBook
from masthead.compliance.engine.checking import check
from masthead.compliance.engine.finding import Finding

PLATFORMS = ("wechat", "channels", "weibo", "douyin", "xhs", "kuaishou", "bilibili", "toutiao", "zhihu", "community")


class BadLine(ValueError):
    """A line that says no text to check."""


def checked(lines: Iterable[str | bytes], book: RuleBook) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not blank: findings, or the error of that line."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row: Any = None
        try:
            row = json.loads(line)
            yield _answer(row, book)
        except (ValueError, RecursionError) as error:
            known = row.get("id") if isinstance(row, dict) else None
            yield {"id": known, "line": number, "error": str(error) or type(error).__name__}


def _answer(row: Any, book: RuleBook) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise BadLine("每行须是一个 JSON 对象。")
    text, platform, industry = row.get("text"), row.get("platform") or "", row.get("industry") or ""
    if not isinstance(text, str):
        raise BadLine("缺少 text，或 text 不是文字。")
    if platform and platform not in PLATFORMS:
        raise BadLine(f"不认识的平台「{platform}」，可用：{'、'.join(PLATFORMS)}。")
    if not isinstance(industry, str):
        raise BadLine("industry 须是文字。")
    return {"id": row.get("id"), "findings": [as_row(f) for f in check(text, platform, industry, book)]}


def as_row(finding: Finding) -> dict[str, Any]:
    """The public form of a finding; what is empty beyond the agreed fields is left out."""
    row: dict[str, Any] = {
        "category": finding.category, "severity": finding.severity, "start": finding.start, "end": finding.end,
        "rule": finding.rule, "law": finding.law, "suggestion": finding.suggestion,
    }  # fmt: skip
    more = {"why": finding.why, "fix": finding.fix, "exemption": finding.exemption, "evasion": list(finding.evasion)}
    return row | {key: value for key, value in more.items() if value}
