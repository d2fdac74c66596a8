"""Automatic numbers: lists, levels, restarts and overrides of numbering.xml, counted as Word counts them."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from masthead.rulebook.importing.word.formats import SILENT, printed
from masthead.rulebook.importing.word.markup import child, number_value, value

PLACE = re.compile(r"%([1-9])")


@dataclass
class Level:
    """One level of a list. `restarts`: the level (1-based) whose number makes this one begin anew; None = any higher level, 0 = never."""

    start: int = 1
    fmt: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restarts: int | None = None
    style: str = ""


@dataclass
class Numbering:
    """All lists of a document, with their counters."""

    abstracts: dict[str, dict[int, Level]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    nums: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, Level]] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    style_nums: dict[str, str] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None) -> "Numbering":
        found = cls()
        for node in root if root is not None else ():
            if node.tag.endswith("}abstractNum"):
                found._take_abstract(node)
            elif node.tag.endswith("}num"):
                found._take_num(node)
        return found

    def _take_abstract(self, node: Element) -> None:
        key = value(node, "abstractNumId", own=True)
        self.abstracts[key] = {
            number_value(lvl, "ilvl", 0, own=True): _level(lvl) for lvl in node if lvl.tag.endswith("}lvl")
        }
        if linked := value(node, "numStyleLink"):
            self.links[key] = linked

    def _take_num(self, node: Element) -> None:
        key = value(node, "numId", own=True)
        self.nums[key] = value(node, "abstractNumId")
        for change in node:
            if change.tag.endswith("}lvlOverride"):
                depth = number_value(change, "ilvl", 0, own=True)
                if child(change, "startOverride") is not None:
                    self.starts.setdefault(key, {})[depth] = number_value(change, "startOverride", 1)
                lvl = child(change, "lvl")
                if lvl is not None:
                    self.overrides.setdefault(key, {})[depth] = _level(lvl)

    def abstract_of(self, num: str) -> str:
        """The list behind a w:num; a link to a list style is followed."""
        key = self.nums.get(num, "")
        for _step in range(4):
            if key not in self.links:
                break
            key = self.nums.get(self.style_nums.get(self.links[key], ""), "")
        return key

    def levels_of(self, num: str) -> dict[int, Level]:
        return self.abstracts.get(self.abstract_of(num), {}) | self.overrides.get(num, {})

    def depth_of_style(self, num: str, style: str) -> int | None:
        """The level of a list that is bound to a paragraph style."""
        return next((depth for depth, level in self.levels_of(num).items() if style and level.style == style), None)

    def next(self, num: str, depth: int) -> tuple[str, str]:
        """(number as printed, what stands behind it) of the next paragraph of a list; ('', '') where nothing is printed."""
        levels = self.levels_of(num)
        level = levels.get(depth)
        if level is None:
            return "", ""
        counts = self._count(num, depth, levels)
        text = PLACE.sub(lambda m: self._shown(int(m[1]) - 1, counts, levels, legal=level.legal), level.text)
        if level.fmt in SILENT and not PLACE.search(level.text):
            return "", ""
        return text.strip(), {"tab": "\t", "space": " "}.get(level.suffix, "")

    def _count(self, num: str, depth: int, levels: dict[int, Level]) -> dict[int, int]:
        key = self.abstract_of(num)
        counts = self.counters.setdefault(key, {})
        level = levels[depth]
        if depth in self.starts.get(num, {}) and (num, depth) not in self.begun:
            counts[depth] = self.starts[num][depth]
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = level.start
        self.begun.add((num, depth))
        for higher in range(depth):
            counts.setdefault(higher, levels[higher].start if higher in levels else 1)
        for lower in [d for d in counts if d > depth]:
            rule = levels[lower].restarts if lower in levels else None
            if rule is None or (rule != 0 and depth < rule):
                del counts[lower]
        return counts

    @staticmethod
    def _shown(place: int, counts: dict[int, int], levels: dict[int, Level], *, legal: bool) -> str:
        level = levels.get(place, Level())
        return printed(counts.get(place, level.start), "decimal" if legal and level.fmt not in SILENT else level.fmt)


def _level(node: Element) -> Level:
    restart = child(node, "lvlRestart")
    return Level(
        start=number_value(node, "start", 1) if child(node, "start") is not None else 0,
        fmt=_format(node),
        text=value(node, "lvlText"),
        suffix=value(node, "suff") or "tab",
        legal=child(node, "isLgl") is not None and value(node, "isLgl") not in ("0", "false"),
        restarts=number_value(node, "lvlRestart", 0) if restart is not None else None,
        style=value(node, "pStyle"),
    )


def _format(node: Element) -> str:
    """The format; newer ones hide in an alternate-content wrapper."""
    for found in node.iter():
        if found.tag.endswith("}numFmt"):
            return next((v for k, v in found.attrib.items() if k.endswith("}val")), "decimal")
    return "decimal"
