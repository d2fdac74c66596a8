"""Where a character of the plain text stands in the article's HTML: findings and annotations are given in plain offsets.

`plain_text` folds blanks and drops empty lines; here the same is done with the origin of every character kept beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from masthead.content.documents.html import BLOCKS

VOID = {"br", "hr", "img"}


@dataclass(frozen=True)
class Tag:
    """A tag as it stands in the source, between two runs of text."""

    name: str
    source: str
    attributes: dict[str, str] = field(default_factory=dict)
    closes: bool = False


@dataclass
class Placed:
    """The article taken apart. `pieces` = tags and texts in order; `origins[i]` = (piece, offset in it) of plain character i."""

    pieces: list[Tag | str]
    plain: str
    origins: list[tuple[int, int] | None]


class _Taken(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Tag | str] = []
        self.raw: list[tuple[str, tuple[int, int] | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag, "\n" if tag in BLOCKS else "")
        self.pieces.append(Tag(tag, self.get_starttag_text() or "", {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self._break(tag, "\n" if tag in BLOCKS else "\t" if tag in ("td", "th") else "")
        self.pieces.append(Tag(tag, f"</{tag}>", closes=True))

    def handle_data(self, data: str) -> None:
        place = len(self.pieces)
        self.pieces.append(data)
        self.raw += [(character, (place, at)) for at, character in enumerate(data)]

    def _break(self, _tag: str, mark: str) -> None:
        if mark:
            self.raw.append((mark, None))


def placed(html: str) -> Placed:
    """The article with the origin of every character of its plain text; `placed(h).plain == plain_text(h)`."""
    parser = _Taken()
    parser.feed(html)
    parser.close()
    plain: list[str] = []
    origins: list[tuple[int, int] | None] = []
    for line in _lines(parser.raw):
        if not line:
            continue
        if plain:
            plain.append("\n")
            origins.append(None)
        plain += [character for character, _origin in line]
        origins += [origin for _character, origin in line]
    return Placed(parser.pieces, "".join(plain), origins)


Marked = list[tuple[str, tuple[int, int] | None]]


def _lines(raw: Marked) -> Iterator[Marked]:
    text, at = "".join(character for character, _origin in raw), 0
    for line in text.splitlines(keepends=True):
        body = line.splitlines()[0]
        yield _folded(raw[at : at + len(body)])
        at += len(line)


def _folded(line: Marked) -> Marked:
    """Runs of blanks become one, the ends are stripped: as plain_text does it."""
    found: Marked = []
    for character, origin in line:
        blank = character in " \u00a0"
        if blank and found and found[-1][0] == " ":
            continue
        found.append((" " if blank else character, origin))
    while found and found[0][0].isspace():
        found.pop(0)
    while found and found[-1][0].isspace():
        found.pop()
    return found


class NotOneRun(ValueError):
    """The range crosses a paragraph, or holds something that is no text."""


def replaced(html: str, start: int, end: int, words: str) -> str:
    """The article with the plain range [start, end) said in other words; the first touched text takes them all.

    Raises NotOneRun for a range that is empty, outside, or crosses a paragraph.
    """
    taken = placed(html)
    spots = taken.origins[start:end]
    if not spots or end > len(taken.plain) or any(spot is None for spot in spots):
        raise NotOneRun
    touched: dict[int, tuple[int, int]] = {}
    for spot in spots:
        assert spot is not None  # asked above
        place, at = spot
        low, high = touched.get(place, (at, at))
        touched[place] = (min(low, at), max(high, at))
    first = min(touched)
    pieces: list[Tag | str] = list(taken.pieces)
    for place, (low, high) in touched.items():
        text = pieces[place]
        assert isinstance(text, str)  # origins point at texts only
        pieces[place] = text[:low] + (words if place == first else "") + text[high + 1 :]
    return "".join(p.source if isinstance(p, Tag) else escape(p, quote=False) for p in pieces)
