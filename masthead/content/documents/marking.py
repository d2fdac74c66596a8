"""The article for a reviewer: plain structure without its own styles, every run of text with its plain offset, marks in place.

What is written here is built from allowed tags and escaped text only, so it can stand in the house's own page under its strict policy.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from masthead.content.documents.places import VOID, Placed, Tag, placed

SHOWN = {
    "p", "br", "h1", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "s", "sub", "sup", "section", "blockquote", "ul", "ol", "li",
    "table", "thead", "tbody", "tr", "th", "td", "hr", "figure", "figcaption", "pre", "code",
}  # fmt: skip

GRAVEST = ("block", "warn", "suggestion", "comment")


@dataclass(frozen=True)
class Mark:
    """One range to be shown. `css` names its look, `key` ties it to its card, `hint` is read on hover without scripts."""

    key: str
    start: int
    end: int
    css: str
    hint: str


def marked_line(text: str, marks: Iterable[Mark]) -> str:
    """A plain text (title, digest) with its marks, as safe HTML."""
    return _runs(text, 0, sorted(marks, key=lambda m: (m.start, -m.end)), set())


def marked_article(html: str, marks: Iterable[Mark], addresses: Mapping[str, str]) -> str:
    """The article with its marks, as safe HTML. `addresses` = {SHA-256: where the browser gets the picture}."""
    taken, ordered = placed(html), sorted(marks, key=lambda m: (m.start, -m.end))
    spans = _spans(taken)
    begun: set[str] = set()
    out: list[str] = []
    for place, piece in enumerate(taken.pieces):
        if isinstance(piece, Tag):
            out.append(_tag(piece, addresses))
        else:
            out += [_runs(taken.plain[a:b], a, ordered, begun) for a, b in spans.get(place, [])]
    return "".join(out)


def _spans(taken: Placed) -> dict[int, list[tuple[int, int]]]:
    """{piece: plain ranges that come from it}; a picture between two texts does not join them."""
    found: dict[int, list[tuple[int, int]]] = {}
    for at, origin in enumerate(taken.origins):
        if origin is None:
            continue
        ranges = found.setdefault(origin[0], [])
        if ranges and ranges[-1][1] == at:
            ranges[-1] = (ranges[-1][0], at + 1)
        else:
            ranges.append((at, at + 1))
    return found


def _tag(tag: Tag, addresses: Mapping[str, str]) -> str:
    if tag.name == "img":
        source = addresses.get(tag.attributes.get("src", "").removeprefix("asset:"), "")
        alt = escape(tag.attributes.get("alt", ""))
        return f'<img src="{escape(source)}" alt="{alt}" loading="lazy">' if source and not tag.closes else ""
    if tag.name == "a":
        return (
            "</span>" if tag.closes else f'<span class="marked__link" title="{escape(tag.attributes.get("href", ""))}">'
        )
    if tag.name not in SHOWN:
        return ""
    if tag.closes:
        return "" if tag.name in VOID else f"</{tag.name}>"
    kept = "".join(
        f' {n}="{escape(v)}"' for n, v in tag.attributes.items() if n in ("colspan", "rowspan") and v.isdigit()
    )
    return f"<{tag.name}{kept}>"


def _runs(text: str, offset: int, marks: Sequence[Mark], begun: set[str]) -> str:
    """One text cut where marks begin and end; every run carries its offset so that a selection can be told to the server."""
    end = offset + len(text)
    here = [m for m in marks if m.start < end and m.end > offset]
    cuts = sorted({offset, end, *(c for m in here for c in (m.start, m.end) if offset < c < end)})
    return "".join(
        _run(text[a - offset : b - offset], a, [m for m in here if m.start <= a and m.end >= b], begun)
        for a, b in pairwise(cuts)
    )


def _run(text: str, at: int, over: Sequence[Mark], begun: set[str]) -> str:
    words = escape(text, quote=False)
    if not over:
        return f'<span data-at="{at}">{words}</span>'
    first = [m for m in over if m.key not in begun]
    begun.update(m.key for m in first)
    top = min(over, key=lambda m: GRAVEST.index(m.css) if m.css in GRAVEST else len(GRAVEST))
    looks = " ".join(dict.fromkeys(f"mark--{m.css}" for m in over))
    hint = escape(" · ".join(dict.fromkeys(m.hint for m in over)))
    keys = escape(" ".join(m.key for m in over))
    anchors = "".join(f'<i id="place-{escape(m.key)}" class="marked__anchor"></i>' for m in first)
    sign = f'<i class="marked__sign marked__sign--{escape(top.css)}" aria-hidden="true"></i>' if first else ""
    return (
        f'<mark class="mark {looks}" data-keys="{keys}" tabindex="0" role="button" aria-label="{hint}{escape("：" + text)}" title="{hint}">'
        f'{anchors}{sign}<span data-at="{at}">{words}</span></mark>'
    )
