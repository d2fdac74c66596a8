"""What a rule returns, and the allow-list that may only shrink."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = ROOT / "tests_arch" / "allowed.toml"


@dataclass(frozen=True, order=True)
class Finding:
    """One trespass: where (file:line), the thing that the allow-list names, and what was seen."""

    path: str
    line: int
    subject: str
    seen: str

    @property
    def key(self) -> str:
        """How `allowed.toml` names it: no line numbers, they move."""
        return f"{self.path}::{self.subject}" if self.subject else self.path

    def __str__(self) -> str:
        return f"  {self.path}:{self.line}  {self.seen}    [{self.key}]"


def allowed(rule: str) -> dict[str, str]:
    """Exceptions of one rule: key → reason."""
    table = tomllib.loads(ALLOWED.read_text(encoding="utf-8"))
    return dict(table.get(rule, {}))


def judge(rule: str, findings: Iterable[Finding], *, why: str, instead: str) -> None:
    """Fail with a list, the reason and the way out; also fail for exceptions that nobody needs any more."""
    exceptions = allowed(rule)
    found = sorted(set(findings))
    trespasses = [finding for finding in found if finding.key not in exceptions]
    idle = sorted(exceptions.keys() - {finding.key for finding in found})
    if trespasses:
        lines = [f"{rule}: {len(trespasses)} found.", *map(str, trespasses), f"Why: {why}", f"Do instead: {instead}"]
        pytest.fail("\n".join(lines), pytrace=False)
    if idle:
        pytest.fail(f"{rule}: no longer needed, remove from tests_arch/allowed.toml: {', '.join(idle)}", pytrace=False)
