"""What the rules say about parts of a text on one or several platforms; keeps nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.compliance import engine
from masthead.compliance.models import IndustryProfile
from masthead.compliance.places import place_of
from masthead.compliance.queries.books import book_of, rules_and_trades

WAYS: dict[str, Promise] = {
    "traditional": _("繁体字"), "width": _("全角或变体字符"), "invisible": _("夹了看不见的字符"), "digits": _("花样数字"), "lookalike": _("形近字"),
    "homophone": _("谐音字"), "split": _("拆字"), "pinyin": _("拼音"), "scatter": _("字间插了别的字"),
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a text is meant to go, in the words of the rules."""

    platform: str
    industry: str


@dataclass(frozen=True)
class Match:
    """One hit in one part; `platforms` = where it holds, empty = wherever the text goes."""

    category: str
    rule: str
    label: str
    severity: str
    part: str
    start: int
    end: int
    excerpt: str
    message: str
    why: str
    suggestion: str
    fix: str
    law: str
    exemption: str
    evasion: tuple[str, ...]
    platforms: tuple[str, ...] = ()

    @property
    def ways(self) -> list[str]:
        """How the words were disguised, in words."""
        return [str(WAYS.get(code, code)) for code in self.evasion]

    @property
    def alarms(self) -> bool:
        return self.severity != engine.INFO


def personal_data_in(text: str) -> list[tuple[int, int, str]]:
    """(start, end, kind) of whatever may be personal data; kind = citizen | card | mobile | mail | contact | plate."""
    return engine.personal_spans(text)


def industry_words() -> str:
    """The trades of the company, as its staff set them."""
    row = IndustryProfile.objects.filter(pk=1).first()
    return row.words if row else ""


def places_of(platforms: Iterable[str], industry: str) -> list[Place]:
    """Each distinct place for keys of the catalogue; without any platform the rules that hold everywhere."""
    names = list(dict.fromkeys(place_of(p) for p in platforms)) or [""]
    return [Place(name, industry) for name in names]


def find_in_text(
    text: str, *, platforms: Sequence[str] = (), industry: str | None = None, hints: bool = False
) -> list[Match]:
    """What the rules in force would find in one text; [] while none is in force."""
    return find_in_parts({"": text}, platforms=platforms, industry=industry, hints=hints)


def find_in_parts(
    parts: Mapping[str, str],
    *,
    platforms: Sequence[str] = (),
    industry: str | None = None,
    hints: bool = False,
    book: engine.RuleBook | None = None,
    only: Mapping[str, Sequence[str]] | None = None,
) -> list[Match]:
    """The same for the parts of a content, in the order of parts and places. `industry` None = that of the company.

    `only` = parts that go to some platforms alone (an account's own words).
    """
    trade = industry
    if book is None:
        rule_set, trades = rules_and_trades()
        if rule_set is None:
            return []
        book, trade = book_of(rule_set), trades if industry is None else industry
    trade = industry_words() if trade is None else trade
    places = {part: places_of((only or {}).get(part, platforms), trade) for part in parts}
    items = [(text, place.platform, place.industry) for part, text in parts.items() for place in places[part]]
    answers = engine.check_many(items, book)
    found: list[Match] = []
    for part in parts:
        found += _everywhere(part, [(place, next(answers)) for place in places[part]])
    return [m for m in found if hints or m.alarms]


def _everywhere(part: str, answers: Sequence[tuple[Place, list[engine.Finding]]]) -> list[Match]:
    """Findings of all places, each once with the platforms for which it holds."""
    held: dict[engine.Finding, list[str]] = {}
    for place, findings in answers:
        for finding in findings:
            held.setdefault(finding, []).append(place.platform)
    matches = [
        replace(_match(part, finding), platforms=() if len(on) == len(answers) else tuple(on))
        for finding, on in held.items()
    ]
    return sorted(matches, key=lambda m: (m.start, m.end))


def _match(part: str, f: engine.Finding) -> Match:
    return Match(
        f.category, f.rule, f.name, f.severity, part, f.start, f.end, f.excerpt, f"{f.name}：「{f.excerpt}」", f.why,
        f.suggestion, f.fix, f.law, f.exemption, f.evasion,
    )  # fmt: skip
