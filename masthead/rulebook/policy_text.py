"""Reading a rulebook from Markdown, strictly: a wrong number, an empty clause or a stray line is refused with its line.

Headings carry the number: `## 1 总则` is a chapter, `### 1.3 基本原则` a section or a clause, `#### 1.3.1 合法性` a clause.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from masthead.core.digest import digest_of

TEMPLATE = Path(__file__).resolve().parent / "data" / "template_zh.md"
HEADING = re.compile(r"(#{1,4}) (?:(\d+(?:\.\d+){0,2}) )?(\S.*)")
DIGITS = "零一二三四五六七八九十"


def chapter_number(place: int) -> str:
    """第三章, 第十二章."""
    tens, units = divmod(place, 10)
    words = DIGITS[place] if place <= 10 else f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[units] if units else ''}"
    return f"第{words}章"


class WrongPolicyText(ValueError):
    """The file is not a rulebook; the message names the line."""


@dataclass
class Passage:
    """One numbered place. `children` tells a section (has some) from a clause (has none, so it must have text)."""

    key: str
    title: str
    line: int
    paragraphs: list[str] = field(default_factory=list)
    children: list[str] = field(default_factory=list)

    @property
    def parent(self) -> str:
        return self.key.rpartition(".")[0]

    @property
    def level(self) -> str:
        return "chapter" if "." not in self.key else "section" if self.children else "clause"

    @property
    def number(self) -> str:
        """第三章 for a chapter, the key itself below."""
        return self.key if "." in self.key else chapter_number(int(self.key))

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True)
class PolicyText:
    title: str
    passages: list[Passage]

    @property
    def digest(self) -> str:
        return digest_of([[p.key, p.title, p.text] for p in self.passages])


def parse(source: str) -> PolicyText:
    """The rulebook in `source`. Raises WrongPolicyText."""
    title, found = "", dict[str, Passage]()
    current: Passage | None = None
    for line, raw in enumerate(source.splitlines(), 1):
        text = raw.strip()
        if not text:
            continue
        if not text.startswith("#"):
            if current is None:
                raise WrongPolicyText(f"line {line}: text before the first heading")
            current.paragraphs.append(text)
            continue
        heading = HEADING.fullmatch(text)
        if heading is None:
            raise WrongPolicyText(f"line {line}: a heading is «### 1.3 标题»")
        if heading[1] == "#" and not title and heading[2] is None:
            title = heading[3]
            continue
        current = _place(heading, line, found)
    _require_whole(title, found)
    return PolicyText(title, list(found.values()))


def _place(heading: re.Match[str], line: int, found: dict[str, Passage]) -> Passage:
    """The passage of a heading, hung below its parent; numbers run without gaps and in order."""
    depth, key = len(heading[1]) - 1, heading[2] or ""
    if key.count(".") + 1 != depth:
        raise WrongPolicyText(f"line {line}: «{heading[0]}» has the wrong depth or no number")
    passage = Passage(key, heading[3], line)
    parent = found.get(passage.parent)
    if passage.parent and parent is None:
        raise WrongPolicyText(f"line {line}: {key} stands outside {passage.parent}")
    siblings = parent.children if parent else [k for k in found if "." not in k]
    if int(key.rpartition(".")[2]) != len(siblings) + 1:
        raise WrongPolicyText(f"line {line}: {key} is out of order or used twice")
    if parent:
        parent.children.append(key)
    found[key] = passage
    return passage


def _require_whole(title: str, found: dict[str, Passage]) -> None:
    if not title or not found:
        raise WrongPolicyText("no title or no chapters")
    for passage in found.values():
        if bool(passage.children) == bool(passage.paragraphs):
            problem = "has text beside its clauses" if passage.children else "has no text"
            raise WrongPolicyText(f"line {passage.line}: {passage.key} {problem}")


@cache
def built_in() -> PolicyText:
    """The product's own zh-Hans rulebook."""
    return parse(TEMPLATE.read_text(encoding="utf-8"))
