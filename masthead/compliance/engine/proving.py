"""The tests that stand beside the rules: texts that each rule must hit and must not hit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from masthead.compliance.engine.book import RuleBook
from masthead.compliance.engine.checking import undisguised
from masthead.compliance.engine.places import FIRST
from masthead.compliance.engine.rules import Rule
from masthead.compliance.engine.structure import Profile


@dataclass(frozen=True, slots=True)
class Failure:
    """A test beside a rule that does not hold."""

    rule: str
    text: str
    wanted: bool

    def __str__(self) -> str:
        return f"{self.rule}：{self.words}"

    @property
    def words(self) -> str:
        """What was wanted, where the rule is known from the page."""
        return f"应当{'命中' if self.wanted else '放过'}「{self.text}」"


def failures(book: RuleBook, only: str = "") -> Iterator[Failure]:
    """Every test beside a rule (or beside that one) that does not hold."""
    for rule in book.rules:
        if only and rule.id != only:
            continue
        for wanted, cases in ((True, rule.must_hit), (False, rule.must_not_hit)):
            for case in cases:
                text, profile = _case(case, rule)
                if hits(book, rule.id, text, profile) is not wanted:
                    yield Failure(rule.id, text, wanted)


def hits(book: RuleBook, rule: str, text: str, profile: Profile) -> bool:
    """Whether that rule by itself raises an alarm; a rule whose severity is info counts by its hint."""
    (findings,) = undisguised([(text, profile.platform, profile.industry)], book)
    found = [f for f in findings if f.rule == rule]
    return any(f.alarms or (not f.exemption and f.severity == "info") for f in found)


def _case(case: Mapping[str, Any] | str, rule: Rule) -> tuple[str, Profile]:
    """A bare text is meant for the first platform and industry for which the rule is made."""
    row: Mapping[str, Any] = {"text": case} if isinstance(case, str) else case
    platform = row.get("platform") or (rule.platforms[0] if rule.platforms else FIRST)
    return row["text"], Profile(platform, row.get("industry") or (rule.industries[0] if rule.industries else ""))
