"""How well the rules judge the case files: precision, recall, F1, false alarms on legitimate texts, recall under evasion.

    python -m tools.score_compliance FILE… [--rules FOLDER] [--misses N]

A case is a line {id, text, platform, industry, expect: [category, …], kind: violation | legit | evasion}. Alarms (block and warn) are counted once a case and
category. Files named aside_* were kept away from those who wrote the rules: of them only figures are printed.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from masthead.compliance import engine


@dataclass
class Score:
    """Counts over (case, category) alarms."""

    hit: int = 0
    missed: int = 0
    wrong: int = 0
    legitimate: int = 0
    cried: int = 0
    evasive: int = 0
    evasive_hit: int = 0
    by_category: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hit / max(1, self.hit + self.wrong)

    @property
    def recall(self) -> float:
        return self.hit / max(1, self.hit + self.missed)

    @property
    def f1(self) -> float:
        return f1(self.hit, self.wrong, self.missed)

    @property
    def false_alarms(self) -> float:
        return self.cried / max(1, self.legitimate)

    @property
    def recall_under_evasion(self) -> float:
        return self.evasive_hit / max(1, self.evasive)


def f1(hit: int, wrong: int, missed: int) -> float:
    return 2 * hit / max(1, 2 * hit + wrong + missed)


def read(paths: Iterable[Path]) -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def expected_of(case: dict[str, Any]) -> set[str]:
    """The categories that must alarm, in the words of either case format."""
    rows = case.get("expect", case.get("expected", case.get("categories", [])))
    return {row["category"] if isinstance(row, dict) else row for row in rows or ()}


def score(cases: Iterable[dict[str, Any]], book: engine.RuleBook) -> Score:
    """The counts over those cases."""
    out = Score()
    for case in cases:
        wanted = expected_of(case)
        found = engine.check(case["text"], case.get("platform", ""), case.get("industry", ""), book)
        got = {f.category: f for f in found if f.alarms}
        _count(out, case, wanted, got)
    return out


def _count(out: Score, case: dict[str, Any], wanted: set[str], got: dict[str, engine.Finding]) -> None:
    for category in wanted | set(got):
        which = "hit" if category in wanted & set(got) else "missed" if category in wanted else "wrong"
        out.by_category[category][which] += 1
        setattr(out, which, getattr(out, which) + 1)
        if which != "hit":
            rule = f" {got[category].rule}「{got[category].excerpt}」" if which == "wrong" else ""
            out.misses.append(
                f"{which:6} {category}{rule} [{case.get('platform', '')}/{case.get('industry', '')}] {case.get('id', '')} {case['text'][:160]}"
            )
    if not wanted:
        out.legitimate += 1
        out.cried += bool(got)
    if case.get("kind") == "evasion" or case.get("evasion"):
        out.evasive += len(wanted)
        out.evasive_hit += len(wanted & set(got))


def show(name: str, result: Score, misses: int) -> None:
    print(f"== {name}")
    print(f"{'类别':<16}{'命中':>5}{'漏':>5}{'误':>5}{'准确率':>8}{'召回率':>8}{'F1':>7}")
    for category, c in sorted(result.by_category.items()):
        hit, missed, wrong = c["hit"], c["missed"], c["wrong"]
        print(
            f"{category:<18}{hit:>5}{missed:>6}{wrong:>6}{hit / max(1, hit + wrong):>10.3f}{hit / max(1, hit + missed):>10.3f}"
            f"{f1(hit, wrong, missed):>8.3f}"
        )
    print(
        f"precision {result.precision:.3f}  recall {result.recall:.3f}  F1 {result.f1:.3f}  false alarms "
        f"{result.false_alarms:.3f} ({result.cried}/{result.legitimate})  recall under evasion "
        f"{result.recall_under_evasion:.3f} ({result.evasive_hit}/{result.evasive})"
    )
    for line in result.misses[:misses]:
        print("  ", line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rules", type=Path)
    parser.add_argument("--misses", type=int, default=40)
    options = parser.parse_args()
    book = engine.load(options.rules) if options.rules else engine.shipped()
    aside = [path for path in options.files if path.name.startswith("aside")]
    open_ones = [path for path in options.files if path not in aside]
    for name, paths, misses in (("tuning", open_ones, options.misses), ("aside", aside, 0)):
        if paths:
            show(name, score(read(paths), book), misses)


if __name__ == "__main__":
    main()
