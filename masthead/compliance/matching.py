"""Finding terms and patterns in a text. Pure: text in, matches out.

Evasions by full-width letters, zero-width characters and spaces between the characters of a term are undone before matching;
offsets always refer to the text as handed in.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ahocorasick_rs

INVISIBLE = set("\u200b\u200c\u200d\u2060\ufeff\u00ad")
NEGATION = re.compile(
    r"(不|非|未|无|勿|禁止|严禁|谨防|警惕|不得|不能|并非|不是|没有|杜绝|拒绝|反对|抵制)[^，。；！？,.!?]{0,4}$"
)
NEGATION_EXEMPT = {
    "absolute",
    "medical",
    "guarantee",
    "finance",
    "superstition",
    "clickbait",
    "discrimination",
    "contraband",
}


@dataclass(frozen=True)
class Match:
    """One hit in the original text."""

    rule: str
    label: str
    severity: str
    start: int
    end: int
    excerpt: str
    message: str
    suggestion: str
    law: str


@dataclass(frozen=True)
class _Category:
    key: str
    label: str
    severity: str
    law: str
    suggestion: str
    rewrite: Mapping[str, str]


class Matcher:
    """The compiled form of one rule set."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        terms: list[str] = []
        self._of: list[_Category] = []
        self._allow: dict[str, list[str]] = {}
        for row in rules["categories"]:
            category = _Category(
                row["key"], row["label"], row["severity"], row["law"], row["suggestion"], row.get("rewrite", {})
            )
            self._allow[category.key] = [folded(a)[0] for a in row["allow"]]
            for term in row["terms"]:
                terms.append(folded(term)[0])
                self._of.append(category)
        self._automaton = ahocorasick_rs.AhoCorasick(terms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[Match]:
        """All hits in order of place; a hit inside an allowed phrase, or denied by the words before it, does not count."""
        plain, origin = folded(text)
        found = list(self._terms(text, plain, origin))
        found.extend(_patterns(text, plain, origin))
        return sorted(found, key=lambda m: (m.start, m.end))

    def _terms(self, text: str, plain: str, origin: list[int]) -> Iterator[Match]:
        for index, start, end in self._automaton.find_matches_as_indexes(plain):
            category = self._of[index]
            if self._is_allowed(category, plain, start, end):
                continue
            first, last = origin[start], origin[end - 1] + 1
            word = text[first:last]
            better = category.rewrite.get(plain[start:end])
            suggestion = f"改为「{better}」。" if better else category.suggestion
            yield Match(
                category.key,
                category.label,
                category.severity,
                first,
                last,
                word,
                f"{category.label}：「{word}」",
                suggestion,
                category.law,
            )

    def _is_allowed(self, category: _Category, plain: str, start: int, end: int) -> bool:
        for phrase in self._allow[category.key]:
            at = plain.find(phrase, max(0, start - len(phrase)), end + len(phrase))
            while at != -1:
                if at <= start and end <= at + len(phrase):
                    return True
                at = plain.find(phrase, at + 1, end + len(phrase))
        return category.key in NEGATION_EXEMPT and bool(NEGATION.search(plain[max(0, start - 10) : start]))


def folded(text: str) -> tuple[str, list[int]]:
    """(comparable text, place of each of its characters in `text`): NFKC, upper case, no invisible characters, no space between Han characters."""
    out: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        if character in INVISIBLE:
            continue
        if character in " \u3000\u00a0" and out and "\u4e00" <= out[-1] <= "\u9fff":
            continue
        for piece in unicodedata.normalize("NFKC", character).upper():
            out.append(piece)
            origin.append(place)
    return "".join(out), origin


MOBILE = re.compile(r"(?<![\dA-Za-z])1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)")
CITIZEN = re.compile(r"(?<!\d)\d{17}[\dX](?![\dA-Za-z])")
CARD = re.compile(r"(?<!\d)\d{16,19}(?!\d)")


def _is_citizen(number: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    dated = 1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31
    return dated and "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=False)) % 11] == number[17]


def _is_card(number: str) -> bool:
    digits = [int(d) for d in reversed(number)]
    total = sum(d if i % 2 == 0 else (d * 2 - 9 if d * 2 > 9 else d * 2) for i, d in enumerate(digits))
    return total % 10 == 0 and len(set(number)) > 3


PATTERNS: tuple[tuple[str, str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("pii_citizen", "身份证号码", CITIZEN, _is_citizen),
    ("pii_mobile", "手机号码", MOBILE, lambda _number: True),
    ("pii_card", "银行卡号", CARD, _is_card),
)


def _patterns(text: str, plain: str, origin: list[int]) -> Iterator[Match]:
    taken: list[tuple[int, int]] = []
    for rule, label, pattern, is_real in PATTERNS:
        for hit in pattern.finditer(plain):
            if not is_real(hit.group()) or any(a < hit.end() and hit.start() < b for a, b in taken):
                continue
            taken.append(hit.span())
            first, last = origin[hit.start()], origin[hit.end() - 1] + 1
            shown = text[first : first + 3] + "****" + text[last - 2 : last]
            yield Match(
                rule,
                label,
                "block",
                first,
                last,
                shown,
                f"正文出现{label}（{shown}）",
                "删去或掩码处理后再提交。",
                "《个人信息保护法》第二十五条",
            )


_compiled: dict[str, Matcher] = {}


def matcher_for(digest: str, rules: Mapping[str, Any]) -> Matcher:
    """The compiled rule set of that digest; compiled once a process."""
    if digest not in _compiled:
        _compiled.clear()
        _compiled[digest] = Matcher(rules)
    return _compiled[digest]
