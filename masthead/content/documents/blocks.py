"""An article as its outermost blocks, and the difference between two articles drawn into one."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from masthead.content.documents.html import plain_text

VOID = {"br", "img", "hr"}
TOKEN = re.compile(r"<[^>]*>|&[a-z#0-9]+;|[A-Za-z0-9.,%/@:_-]+|\s+|.", re.DOTALL)
ALIKE = 0.35  # blocks less alike than this are a deletion and an insertion, not a change
Opcode = tuple[str, int, int, int, int]


class _Outermost(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html, self.depth, self.begin, self.found = html, 0, 0, list[str]()
        self.lines = [0]
        for line in html.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in VOID:
            return
        if self.depth == 0:
            self.cut(self.at())
        self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or self.depth == 0:
            return
        self.depth -= 1
        if self.depth == 0:
            self.cut(self.html.index(">", self.at()) + 1)

    def cut(self, to: int) -> None:
        if self.html[self.begin : to].strip():
            self.found.append(self.html[self.begin : to].strip())
        self.begin = to


def blocks_of(html: str) -> list[str]:
    """The outermost elements of clean HTML in order; loose text between them counts as a block."""
    parser = _Outermost(html)
    parser.feed(html)
    parser.close()
    parser.cut(len(html))
    return parser.found


def changes_of(old: list[str], new: list[str]) -> list[Opcode]:
    """What happened to blocks, as difflib tells it; blocks with the same words and pictures are the same."""
    return list(difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


@dataclass(frozen=True)
class Change:
    """One step from an old article to a new one. `kind` = same | add | del | change; `html` is marked with ins and del."""

    kind: str
    html: str


def marked_changes(old: str, new: str) -> list[Change]:
    """The new article with what came and what went, pictures too; in order, unchanged blocks among them."""
    before, after = blocks_of(old), blocks_of(new)
    found: list[Change] = []
    for tag, i1, i2, j1, j2 in changes_of(before, after):
        if tag == "equal":
            found += [Change("same", block) for block in after[j1:j2]]
        else:
            found += _between(before[i1:i2], after[j1:j2])
    return found


def _between(old: list[str], new: list[str]) -> Iterator[Change]:
    """Blocks that were replaced: those that are alike are shown as one with the changed words marked."""
    while old and new:
        alike = difflib.SequenceMatcher(None, plain_text(old[0]), plain_text(new[0]), autojunk=False).ratio()
        if alike >= ALIKE or _same_picture(old[0], new[0]):
            yield Change("change", _within(old.pop(0), new.pop(0)))
        elif len(old) >= len(new):
            yield Change("del", f"<del>{old.pop(0)}</del>")
        else:
            yield Change("add", f"<ins>{new.pop(0)}</ins>")
    yield from (Change("del", f"<del>{block}</del>") for block in old)
    yield from (Change("add", f"<ins>{block}</ins>") for block in new)


def _same_picture(old: str, new: str) -> bool:
    first, second = re.search(r"asset:[0-9a-f]{64}", old), re.search(r"asset:[0-9a-f]{64}", new)
    return bool(first and second and first.group() == second.group())


def _within(old: str, new: str) -> str:
    """The tags of the new block with the words of both, marked."""
    first, second = TOKEN.findall(old), TOKEN.findall(new)
    out: list[str] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            out += second[j1:j2]
            continue
        out.append(_wrapped([t for t in first[i1:i2] if _shows(t)], "del"))
        out += _runs(second[j1:j2])
    return "".join(out)


def _shows(token: str) -> bool:
    return not token.startswith("<") or token.startswith("<img")


def _wrapped(tokens: list[str], tag: str) -> str:
    return f"<{tag}>{''.join(tokens)}</{tag}>" if tokens else ""


def _runs(tokens: list[str]) -> Iterator[str]:
    """New words marked run by run: a mark never spans a tag."""
    run: list[str] = []
    for token in tokens:
        if _shows(token):
            run.append(token)
            continue
        yield _wrapped(run, "ins")
        run = []
        yield token
    yield _wrapped(run, "ins")
