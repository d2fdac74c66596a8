"""From what was posted to the HTML that such a server gives out: paragraphs, links with hidden parts, topic tags as links."""

from __future__ import annotations

import re
from html import escape

PIECE = re.compile(r"(https?://\S+)|(#[\w\u4e00-\u9fff]+)|(@[\w.-]+)")


def as_html(text: str) -> str:
    """Each paragraph in a <p>, each line break a <br>."""
    paragraphs = [part for part in re.split(r"\n{2,}", text.strip()) if part]
    return "".join(f"<p>{_line(part)}</p>" for part in paragraphs)


def _line(text: str) -> str:
    out, at = [], 0
    for found in PIECE.finditer(text):
        out.append(_plain(text[at : found.start()]))
        out.append(_linked(*found.groups()))
        at = found.end()
    return "".join([*out, _plain(text[at:])])


def _plain(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br />")


def _linked(url: str | None, tag: str | None, who: str | None) -> str:
    if url:
        scheme, rest = url.split("://", 1)
        shown, hidden = rest[:30], rest[30:]
        parts = f'<span class="invisible">{scheme}://</span><span>{escape(shown)}</span><span class="invisible">{escape(hidden)}</span>'
        return f'<a href="{escape(url)}" rel="nofollow noopener">{parts}</a>'
    if tag:
        return (
            f'<a href="/tags/{escape(tag[1:])}" class="mention hashtag" rel="tag">#<span>{escape(tag[1:])}</span></a>'
        )
    name = (who or "")[1:]
    return (
        f'<span class="h-card"><a href="/@{escape(name)}" class="u-url mention">@<span>{escape(name)}</span></a></span>'
    )
