"""A rule book: rules from files, compiled once into automata. Immutable; another set of rules is another book."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from masthead.compliance.engine.automata import ALLOWED, CODE, ENTRY, TERM, Automaton, Use
from masthead.compliance.engine.calling import Calls, CharacterCalls, Gates, Starts, flags
from masthead.compliance.engine.characters import DATA
from masthead.compliance.engine.commonness import Commonness
from masthead.compliance.engine.contexts import CONTEXTS
from masthead.compliance.engine.disguises import Spellings
from masthead.compliance.engine.entries import Entrance, entrances
from masthead.compliance.engine.folding import folded
from masthead.compliance.engine.rules import BadRule, Rule, rule_from
from masthead.compliance.engine.sounds import sounding
from masthead.compliance.engine.structure import (
    DENSE_DIGITS,
    DIGITS,
    HALF_WIDTH,
    STRUCTURES,
    Alone,
    Profile,
    Structure,
    load_all,
)
from masthead.compliance.engine.surroundings import Surroundings
from masthead.compliance.engine.variants import variants

SHIPPED = DATA / "rules"


class RuleBook:
    """Compiled rules of all categories."""

    def __init__(self, files: Sequence[Mapping[str, Any]]) -> None:
        load_all()
        self.files = tuple(files)
        self.names = {f["category"]: f.get("name", f["category"]) for f in files}
        self.rules: tuple[Rule, ...] = tuple(rule_from(row, f["category"]) for f in files for row in f["rules"])
        self.digest = hashlib.sha256(
            json.dumps(self.files, ensure_ascii=False, sort_keys=True).encode("utf-8")
        ).hexdigest()
        self.version = self.digest[:12]
        self._check_names()
        self.rewrite = tuple({folded(k): v for k, v in r.rewrite.items()} for r in self.rules)
        beside = (t if isinstance(t, str) else t["text"] for r in self.rules for t in r.must_not_hit)
        self._common = Commonness(folded(t) for t in beside)
        self._number_patterns()
        plain, spelt, single = self._literals()
        self.plain, self.spelt = Automaton(plain), Automaton(spelt)
        pairs, longer = self._sounds()
        self.sound_pairs, self.sounds = Automaton(pairs), Automaton(longer)
        self.sound_starts = Starts(longer)
        self.single: dict[str, tuple[Use, ...]] = {c: tuple(u) for c, u in single.items()}
        self._number_calls()
        # For patterns every sentence with the character counts, for code the text once.
        once = [c for c, us in self.single.items() if any(u.pattern == CODE for u in us)]
        self.flags = flags(self.character_calls.characters, once, self.sound_starts)
        self.codes: dict[int, Structure] = {i: STRUCTURES[r.id] for i, r in enumerate(self.rules) if r.code}
        self.code_names = frozenset(self.rules[i].id for i in self.codes)
        self.unconditional = tuple(i for i, c in self.codes.items() if not c.triggers)
        self.on_dense = tuple(Use(i, CODE) for i, c in self.codes.items() if DENSE_DIGITS in c.triggers)
        self.on_half = tuple(Use(i, CODE) for i, c in self.codes.items() if HALF_WIDTH in c.triggers)
        self.surroundings = Surroundings(self.rules, self._common.of_any)
        self._severities: dict[tuple[str, str], tuple[str | None, ...]] = {}

    @cached_property
    def disguises(self) -> Spellings:
        """Words and terms written otherwise."""
        terms = [t for r in self.rules if r.variants for t in _terms_of(r)]
        return Spellings(terms, [p.source for r in self.rules for p in r.patterns])

    def _number_patterns(self) -> None:
        """Patterns of all rules in one row, and the ways in which they can match in another."""
        self.patterns = [(i, j) for i, r in enumerate(self.rules) for j in range(len(r.patterns))]
        self.compiled = [self.rules[i].patterns[j].compiled for i, j in self.patterns]
        self.searches = [compiled.search for compiled in self.compiled]
        needed = [self.rules[i].patterns[j].needed(self._common.of_any) for i, j in self.patterns]
        cost = self._common.of_any
        self.entrances: list[Entrance] = [
            entrance
            for i, r in enumerate(self.rules)
            if r.code
            for entrance in entrances(i, STRUCTURES[r.id].entry, cost)
        ]
        self.rule_of_entrance = np.array([e.rule for e in self.entrances], dtype=np.int64)
        self.guarded = np.array([r.code and bool(STRUCTURES[r.id].entry) for r in self.rules], dtype=bool)
        self.ways = [(*pair, calls) for pair, n in zip(self.patterns, needed, strict=True) for calls in n.calls]
        self.of_way = np.repeat(np.arange(len(needed)), [len(n.calls) for n in needed])
        self.gates = Gates([gates for n in needed for gates in n.gates])
        self.always = np.array([w for w, (_i, _j, calls) in enumerate(self.ways) if not calls], dtype=np.int64)

    def _number_calls(self) -> None:
        """What calls which way."""

        def called(uses: Iterable[Use]) -> list[int]:
            return [u.way_number for u in uses if u.way_number >= 0]

        self.calls = Calls([called(uses) for uses in self.plain.uses])
        self.code_calls = Calls([[u.rule for u in uses if u.pattern == CODE and not u.way] for uses in self.plain.uses])
        self.alone_calls = Calls([[u.rule for u in uses if u.pattern == CODE and u.way] for uses in self.plain.uses])
        self.character_calls = CharacterCalls({c: called(uses) for c, uses in self.single.items()})
        self.has_others = np.array(
            [any(u.pattern in {TERM, ALLOWED} for u in uses) for uses in self.plain.uses], dtype=bool
        )
        self._active: dict[tuple[str, str], NDArray[np.bool_]] = {}

    def active(self, profile: Profile) -> NDArray[np.bool_]:
        """Which patterns apply for that platform and industry."""
        key = (profile.platform, profile.industry)
        if key not in self._active:
            if len(self._active) > 500:
                self._active.clear()
            severities = self.severities(profile)
            self._active[key] = np.array([severities[i] is not None for i, _j in self.patterns], dtype=bool)
        return self._active[key]

    def severities(self, profile: Profile) -> tuple[str | None, ...]:
        """How hard each rule is for that platform and industry; None = does not apply."""
        key = (profile.platform, profile.industry)
        if key not in self._severities:
            if len(self._severities) > 500:
                self._severities.clear()
            self._severities[key] = tuple(r.severity_for(*key) for r in self.rules)
        return self._severities[key]

    def _check_names(self) -> None:
        seen: set[str] = set()
        for rule in self.rules:
            if rule.id in seen:
                raise BadRule(f"规则编号 {rule.id} 出现了两次。")
            seen.add(rule.id)
            strange = [c for c in rule.context if c not in CONTEXTS]
            if strange or (rule.code and rule.id not in STRUCTURES):
                raise BadRule(f"规则 {rule.id}：不认识的语境 {strange}，或没有对应的程序规则。")

    def _sounds(self) -> tuple[dict[str, list[Use]], dict[str, list[Use]]]:
        """Terms of two characters by sound, and longer ones."""
        pairs: dict[str, list[Use]] = defaultdict(list)
        longer: dict[str, list[Use]] = defaultdict(list)
        for number, rule in enumerate(self.rules):
            for term in _terms_of(rule) if rule.variants else ():
                if sound := sounding(term):
                    (pairs if len(sound) == 2 else longer)[sound].append(Use(number, TERM, term, "homophone"))
        return pairs, longer

    def _literals(self) -> tuple[dict[str, list[Use]], dict[str, list[Use]], dict[str, list[Use]]]:
        plain: dict[str, list[Use]] = defaultdict(list)
        spelt: dict[str, list[Use]] = defaultdict(list)
        single: dict[str, list[Use]] = defaultdict(list)
        for number, rule in enumerate(self.rules):
            for term in _terms_of(rule):
                plain[term].append(Use(number, TERM, term))
                for other, way in _variants(term) if rule.variants else ():
                    (spelt if way == "pinyin" else plain)[other].append(Use(number, TERM, term, way))
            for phrase in dict.fromkeys(folded(a) for a in rule.allow if a.strip()):
                plain[phrase].append(Use(number, ALLOWED))
            for literal, use in _code_triggers(number, rule):
                (plain if len(literal) > 1 else single)[literal].append(use)
        for at, (i, j, calls) in enumerate(self.ways):
            for literal in calls:
                (plain if len(literal) > 1 else single)[literal].append(Use(i, j, way_number=at))
        for at, entrance in enumerate(self.entrances, len(self.ways)):
            for literal in entrance.calls:
                (plain if len(literal) > 1 else single)[literal].append(Use(entrance.rule, ENTRY, way_number=at))
        return plain, spelt, single


@lru_cache(maxsize=20_000)
def _variants(term: str) -> tuple[tuple[str, str], ...]:
    return tuple(variants(term))


def _terms_of(rule: Rule) -> list[str]:
    terms = list(dict.fromkeys(folded(t).strip() for t in rule.terms))
    if "" in terms:
        raise BadRule(f"规则 {rule.id}：有一个空的词条。")
    return terms


def _code_triggers(number: int, rule: Rule) -> Iterator[tuple[str, Use]]:
    for literal in STRUCTURES[rule.id].triggers if rule.code else ():
        for one in "0123456789" if literal == DIGITS else () if literal in {DENSE_DIGITS, HALF_WIDTH} else (literal,):
            yield one, Use(number, CODE, way="alone" if isinstance(literal, Alone) else "")


def load(source: Path | str | Iterable[Mapping[str, Any]]) -> RuleBook:
    """The rule book of a folder of JSON files, or of their contents.  Raises: BadRule."""
    if isinstance(source, (str, Path)):
        paths = sorted(Path(source).glob("*.json"))
        if not paths:
            raise BadRule(f"文件夹 {source} 中没有规则文件。")
        return RuleBook([_read(path) for path in paths])
    return RuleBook(list(source))


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRule(f"规则文件 {path.name} 不能读取（{error}）。") from error
    if "category" not in content or "rules" not in content:
        raise BadRule(f"规则文件 {path.name} 缺少 category 或 rules。")
    return content


@cache
def shipped() -> RuleBook:
    """The rules that come with the software."""
    return load(SHIPPED)
