"""The form of a rule, read from data with words about what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import regex

from masthead.compliance.engine import expressions
from masthead.compliance.engine.characters import folded_one
from masthead.compliance.engine.expressions import Pattern as Expression
from masthead.compliance.engine.finding import BLOCK, INFO, WARN
from masthead.compliance.engine.literals import Cost, Needed, required

SCOPES = frozenset({"sentence", "near", "text", "before", "after", "over"})
CONTEXTS = ("negation", "antifraud", "lawquote", "training", "quotation", "framing", "mention")
META = frozenset("()[]{}?*+.|^$\\")
PLAIN = regex.compile(r"\\[pP]\{[^}]*\}|\\.|\(\?P?<[A-Za-z_]\w*>|\(\?[a-zA-Z]+[):]|.", regex.DOTALL)


_NEEDED: dict[str, Needed] = {}


class BadRule(ValueError):
    """A rule that cannot be read; the message is for the person who wrote it."""


@dataclass(frozen=True)
class Condition:
    """Words that must (`needs`) or must not (`unless`) stand around a hit."""

    pattern: Expression[str]
    scope: str = "sentence"
    code: str = ""
    to: str = ""
    industries: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    over: "regex.Pattern[str] | None" = None  # the same pattern, able to find matches over one another


@dataclass(frozen=True)
class Pattern:
    source: str
    compiled: Expression[str]

    def needed(self, cost: Cost) -> Needed:
        """What every match has in it; asked once a process, for books differ in a few rules only."""
        known = _NEEDED.get(self.source)
        if known is None:
            known = _NEEDED[self.source] = required(folded_pattern(self.source), cost)
        return known


@dataclass(frozen=True)
class Rule:
    """One rule of one category. See docs/decisions/0031 for the meaning of every word."""

    id: str
    category: str
    name: str
    severity: str
    severity_by: tuple[Mapping[str, Any], ...] = ()
    law: str = ""
    why: str = ""
    suggestion: str = ""
    rewrite: Mapping[str, str] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    variants: bool = False
    scatter: bool = True
    platforms: tuple[str, ...] = ()
    not_platforms: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    not_industries: tuple[str, ...] = ()
    needs: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    allow: tuple[str, ...] = ()
    boundary: bool | None = None
    context: tuple[str, ...] = CONTEXTS
    code: bool = False
    must_hit: tuple[Any, ...] = ()
    must_not_hit: tuple[Any, ...] = ()

    def severity_for(self, platform: str, industry: str) -> str | None:
        """How hard the rule is there; None = it does not apply."""
        if (self.platforms and platform not in self.platforms) or platform in self.not_platforms:
            return None
        if (self.industries and not is_of(industry, self.industries)) or is_of(industry, self.not_industries):
            return None
        for row in self.severity_by:
            on_platform = not row.get("platforms") or platform in row["platforms"]
            if on_platform and (not row.get("industries") or is_of(industry, row["industries"])):
                return str(row["severity"])
        return self.severity


def is_of(industry: str, words: tuple[str, ...] | list[str]) -> bool:
    """Whether the free word for an industry is one of those: either contains the other."""
    return bool(industry) and any(word in industry or industry in word for word in words)


def folded_pattern(source: str) -> str:
    """A pattern in the characters of the folded text: full-width signs as literals, simplified, lower case outside of escapes."""
    return "".join(m.group() if len(m.group()) > 1 else _literal(m.group()) for m in PLAIN.finditer(source))


def _literal(character: str) -> str:
    out = folded_one(character) or character
    return f"\\{out}" if out != character and out in META else out


@lru_cache(maxsize=8000)
def _compiled(source: str) -> Expression[str]:
    return expressions.compile(folded_pattern(source))


@lru_cache(maxsize=8000)
def _overlapping(source: str) -> "regex.Pattern[str]":
    return regex.compile(folded_pattern(source))


def compiled(source: str, rule: str) -> Expression[str]:
    try:
        return _compiled(source)
    except regex.error as error:
        place = f"第 {error.pos + 1} 个字符附近有错" if error.pos is not None else "请检查括号和转义"
        raise BadRule(f"规则 {rule}：模式「{source}」不能编译，{place}。") from error


def rule_from(row: Mapping[str, Any], category: str) -> Rule:
    """The rule that a row of a rule file means.  Raises: BadRule."""
    unknown = set(row) - set(Rule.__dataclass_fields__) - {"category"}
    rule = str(row.get("id", ""))
    if unknown or not rule or not row.get("name"):
        raise BadRule(
            f"规则 {rule or '（没有编号）'}：缺少编号或名称，或有不认识的字段 {'、'.join(sorted(unknown)) or '（无）'}。"
        )
    if row.get("severity") not in {BLOCK, WARN, INFO}:
        raise BadRule(f"规则 {rule}：严重程度须为 block、warn 或 info。")
    plain = {k: _frozen(v) for k, v in row.items() if k not in {"needs", "unless", "patterns", "category"}}
    return Rule(
        **plain,
        category=category,
        needs=tuple(_condition(c, rule) for c in row.get("needs", ())),
        unless=tuple(_condition(c, rule) for c in row.get("unless", ())),
        patterns=tuple(Pattern(p, compiled(p, rule)) for p in row.get("patterns", ())),
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _condition(row: Mapping[str, Any] | str, rule: str) -> Condition:
    row = {"pattern": row} if isinstance(row, str) else row
    scope = row.get("scope", "sentence")
    if scope not in SCOPES or not row.get("pattern"):
        raise BadRule(f"规则 {rule}：条件缺少模式，或范围「{scope}」不认识（可用 {'、'.join(sorted(SCOPES))}）。")
    return Condition(
        compiled(row["pattern"], rule), scope, row.get("code", ""), row.get("to", ""),
        tuple(row.get("industries", ())), tuple(row.get("platforms", ())),
        _overlapping(row["pattern"]) if scope == "over" else None,
    )  # fmt: skip
