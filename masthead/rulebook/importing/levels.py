"""Which kinds of numbers nest in which, and what each is: chapter, section, clause, or a list inside a clause. Learned from the document."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from masthead.rulebook.importing.lines import Line
from masthead.rulebook.importing.marks import ARTICLE, CHAPTER, NAMED, PART, PRIOR, SECTION, SUBPART, Mark, headingish

PLACE_CHAPTER, PLACE_SECTION, PLACE_CLAUSE = "chapter", "section", "clause"
ENOUGH = 0.5


@dataclass
class Item:
    """A leading number (or an unnumbered heading: value ()) with what follows it."""

    mark: Mark
    title: str
    at_once: bool = False
    body: bool = False
    level: int = 0


@dataclass
class Levels:
    """`roles`: kind → chapter, section or clause; a kind that is missing stays text. `order`: all kinds from the outermost."""

    roles: dict[str, str] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


def base(scheme: str) -> str:
    """The kind without the heading level (@) or the depth of indented lists (~) that tells two uses of it apart."""
    return scheme.partition("@")[0].partition("~")[0]


def relabelled(marks: list[Mark]) -> list[Mark]:
    """`1.` or `1` before `1.1` is the first level of the decimal outline; childless ones that go on its count join it."""
    parents: dict[int, int] = {}
    following: Mark | None = None
    for i in range(len(marks) - 1, -1, -1):
        mark = marks[i]
        if mark.scheme.startswith("level"):
            following = mark
        elif (
            base(mark.scheme) in ("dot", "bare", "half", "latin", "stuck")
            and following is not None
            and following.value[:2] == (mark.value[0], 1)
        ):
            parents[i] = mark.value[0]
            following = None
    marks = [
        replace(m, scheme="bare") if base(m.scheme) == "stuck" and i in parents else m for i, m in enumerate(marks)
    ]
    if not parents:
        return [m for m in marks if base(m.scheme) != "stuck"]
    style = Counter(marks[i].scheme for i in parents).most_common(1)[0][0]
    with_children = set(parents.values())
    last = 0
    out = []
    for i, mark in enumerate(marks):
        childless = mark.scheme == style and mark.value[0] == last + 1 and mark.value[0] not in with_children
        if i in parents or childless:
            last = mark.value[0]
            out.append(replace(mark, scheme="level1"))
        elif base(mark.scheme) != "stuck":
            out.append(mark)
    return out


def plausible(marks: list[Mark]) -> list[Mark]:
    """Without numbers that begin no count and continue none (amounts, years at the beginning of a line)."""
    seen: dict[str, set[int]] = defaultdict(set)
    kept = []
    for mark in marks:
        value = mark.value[-1]
        if value == 1 or value - 1 in seen[mark.scheme] or value - 2 in seen[mark.scheme] or mark.score >= 8:
            seen[mark.scheme].add(value)
            kept.append(mark)
    return kept


def merged(marks: list[Mark]) -> list[Mark]:
    """A kind that is styled as a heading here and not there is one kind when that gives the better count."""
    by_base: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_base[base(mark.scheme)].append(mark)
    one = {b for b, ms in by_base.items() if len({m.scheme for m in ms}) > 1 and _is_one(ms)}
    return [replace(m, scheme=base(m.scheme)) if base(m.scheme) in one else m for m in marks]


def _is_one(marks: list[Mark]) -> bool:
    """Heading levels part a kind unless it counts better whole; depths of lists only where the outer count goes on behind an inner one."""
    if any("@" in m.scheme for m in marks):
        return _runs(marks) > _runs_apart(marks)
    last: dict[str, int] = {}
    for mark in marks:
        value = mark.value[-1]
        if value == last.get(mark.scheme, -1) + 1 and any(s > mark.scheme for s in last):
            return False
        if value == 1:
            last = {s: v for s, v in last.items() if s < mark.scheme}
        last[mark.scheme] = value
    return True


def _runs(marks: list[Mark]) -> int:
    return sum(1 for a, b in itertools.pairwise(marks) if b.value[-1] == a.value[-1] + 1)


def _runs_apart(marks: list[Mark]) -> int:
    apart: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        apart[mark.scheme].append(mark)
    return sum(_runs(ms) for ms in apart.values())


def nested(items: list[Item]) -> list[str]:
    """All kinds from the outermost inward."""
    schemes = list(dict.fromkeys(i.mark.scheme for i in items))
    evidence = _evidence(items)
    place = {s: _prior(s) for s in schemes}

    def outside(a: str, b: str) -> bool:
        if _fixed(a, b):
            return place[a] < place[b]
        weight = evidence[a, b] - evidence[b, a]
        return weight > 0 if weight else place[a] < place[b]

    wins = {a: sum(outside(a, b) for b in schemes if b != a) for a in schemes}
    return sorted(schemes, key=lambda s: (-wins[s], place[s]))


def _prior(scheme: str) -> float:
    kind, _at, level = scheme.partition("@")
    kind, _tilde, depth = kind.partition("~")
    if depth:
        return PRIOR.index(kind) + int(depth) / 10
    return PRIOR.index("h" + level) + 0.5 if level else float(PRIOR.index(kind) if kind in PRIOR else len(PRIOR))


def _fixed(a: str, b: str) -> bool:
    """Names, decimal depth and heading levels say by themselves which is outside."""
    families: tuple[Callable[[str], bool], ...] = (
        lambda s: s in NAMED,
        lambda s: s.startswith("level"),
        lambda s: "@" in s or (s[0] == "h" and s[1:].isdigit()),
    )
    return any(test(a) and test(b) for test in families)


def _evidence(items: list[Item]) -> Counter[tuple[str, str]]:
    """(outer, inner) → how often: a count begins directly after the other; a count goes on across the other."""
    found: Counter[tuple[str, str]] = Counter()
    last: dict[str, int] = {}
    since: dict[str, set[str]] = defaultdict(set)
    before = ""
    for item in items:
        scheme, value = item.mark.scheme, item.mark.value[-1] if item.mark.value else 0
        if value == 1 and before and before != scheme:
            found[before, scheme] += 1
        if scheme in last and value == last[scheme] + 1:
            for other in since[scheme]:
                found[scheme, other] += 1
        last[scheme], since[scheme] = value, set()
        for other in last:
            if other != scheme:
                since[other].add(scheme)
        before = scheme
    return found


def infer(items: list[Item]) -> Levels:
    """Roles of the kinds met in `items` (in reading order)."""
    order = nested(items)
    by_scheme: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_scheme[item.mark.scheme].append(item)
    roles: dict[str, str] = {}
    if CHAPTER in by_scheme:
        roles |= {kind: PLACE_CHAPTER for kind in (PART, SUBPART, CHAPTER) if kind in by_scheme}
    elif PART in by_scheme:
        roles |= {PART: PLACE_CHAPTER} | ({SUBPART: PLACE_SECTION} if SUBPART in by_scheme else {})
    if SECTION in by_scheme:
        roles[SECTION] = PLACE_SECTION
    twins = _heading_twins(by_scheme)
    chain = [s for s in order if s not in NAMED and s not in twins]
    if ARTICLE in by_scheme:
        roles[ARTICLE] = PLACE_CLAUSE
        _above_articles(chain, items, by_scheme, roles)
    else:
        _without_articles(chain, items, by_scheme, roles)
    roles |= {heading: roles[twin] for heading, twin in twins.items() if twin in roles}
    return Levels(roles, order)


def _heading_twins(by_scheme: dict[str, list[Item]]) -> dict[str, str]:
    """Unnumbered headings of a level are what the numbered ones of that level are."""
    at_level: dict[str, Counter[str]] = defaultdict(Counter)
    for scheme, items in by_scheme.items():
        for item in items:
            if item.mark.value and (level := item.level):
                at_level[f"h{level}"][scheme] += 1
    return {h: at_level[h].most_common(1)[0][0] for h in by_scheme if h in at_level and len(at_level[h])}


def _above_articles(
    chain: list[str], items: list[Item], by_scheme: dict[str, list[Item]], roles: dict[str, str]
) -> None:
    """Kinds that contain articles: their titles stand directly above one."""
    free = [r for r in (PLACE_CHAPTER, PLACE_SECTION) if r not in roles.values()]
    if PLACE_SECTION in roles.values():
        free = [r for r in free if r == PLACE_CHAPTER]
    for scheme in chain:
        mine = [i for i in by_scheme[scheme] if headingish(i.title, 40)]
        leads = sum(
            1 for a, b in itertools.pairwise(items) if a.mark.scheme == scheme and b.mark.scheme in NAMED and a.at_once
        )
        heading = scheme[0] == "h" and scheme[1:].isdigit()
        enough = heading or len(by_scheme[scheme]) > 1
        if free and mine and enough and (leads * 2 >= len(by_scheme[scheme]) or (heading and leads)):
            roles[scheme] = free.pop(0)


def _without_articles(
    chain: list[str], items: list[Item], by_scheme: dict[str, list[Item]], roles: dict[str, str]
) -> None:
    deeper = ""
    for position, scheme in enumerate(chain):
        if deeper in chain and scheme != deeper:
            continue  # decimal levels follow each other; lists between them are text
        deeper = f"level{int(scheme[5:]) + 1}" if scheme.startswith("level") else ""
        taken = set(roles.values())
        inner = set(chain[position + 1 :])
        if PLACE_CHAPTER not in taken and PLACE_SECTION not in taken and _is_chapter(scheme, by_scheme[scheme]):
            roles[scheme] = PLACE_CHAPTER
        elif PLACE_SECTION not in taken and PLACE_CHAPTER in taken and _is_section(scheme, items, inner):
            roles[scheme] = PLACE_SECTION
        else:
            roles[scheme] = PLACE_CLAUSE
            return


def _is_heading(scheme: str) -> bool:
    return scheme[0] == "h" and scheme[1:].isdigit()


def _is_chapter(scheme: str, items: list[Item]) -> bool:
    if _is_heading(scheme) or scheme == "level1" or "@" in scheme:
        return True
    titled = [i for i in items if headingish(i.title, 40)]
    filled = [i for i in titled if i.at_once or i.body]
    return len(titled) >= ENOUGH * len(items) and len(filled) >= ENOUGH * len(titled) and bool(titled)


def _is_section(scheme: str, items: list[Item], inner: set[str]) -> bool:
    """A title directly above numbers of a deeper kind; a decimal level with a deeper one; an unnumbered heading."""
    if _is_heading(scheme):
        return True
    parents = [a for a, b in itertools.pairwise(items) if a.mark.scheme == scheme and b.mark.scheme in inner]
    if scheme.startswith("level"):
        deeper = f"level{int(scheme[5:]) + 1}"
        return any(a.mark.scheme == scheme and b.mark.scheme == deeper for a, b in itertools.pairwise(items))
    good = [i for i in parents if i.at_once and headingish(i.title, 40)]
    titled = sum(1 for i in items if i.mark.scheme == scheme and not i.body and headingish(i.title, 40))
    return bool(good) and len(good) >= ENOUGH * max(len(parents), titled)


def items_of(marks: list[Mark], lines: list[Line]) -> list[Item]:
    """Numbers with their titles and what comes after them."""
    begins = {m.line for m in marks}
    out = []
    for mark in marks:
        line = lines[mark.line]
        title = line.text[mark.end : mark.end + 80].strip()
        following = [j for j in range(mark.line + 1, min(len(lines), mark.line + 12)) if not lines[j].furniture][:2]
        if not title and following and following[0] not in begins:
            title, following = lines[following[0]].text, following[1:]
        item = Item(
            mark,
            title,
            at_once=bool(following) and following[0] in begins,
            body=bool(following) and following[0] not in begins,
        )
        item.level = line.level
        out.append(item)
    return out
