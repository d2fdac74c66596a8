"""Paste from Word, WPS and WeChat: their markup says things with styles that our tags say, and hides things that nobody should hide.

Everything ends in `clean_html`; what is done before only rescues meaning (lists) that cleaning would lose.
"""

import re

from masthead.content.documents.html import clean_html

FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)(?:<!--\s*EndFragment\s*-->|\Z)", re.DOTALL | re.IGNORECASE)
CONDITIONAL = re.compile(r"<!\[if[^\]]*\]>.*?<!\[endif\]>", re.DOTALL | re.IGNORECASE)
COMMENTED = re.compile(r"<!--\[if.*?<!\[endif\]-->", re.DOTALL | re.IGNORECASE)
OFFICE_TAGS = re.compile(r"</?(?:o|w|m|v|st1):[^>]*>", re.IGNORECASE)
LIST_LINE = re.compile(
    r"<p\b[^>]*(?:mso-list\s*:\s*l\d+\s+level\d+|class\s*=\s*[\"']?MsoListParagraph)[^>]*>(.*?)</p>",
    re.DOTALL | re.IGNORECASE,
)
SUPPORT = re.compile(r"<!\[if !supportLists\]>(.*?)<!\[endif\]>", re.DOTALL | re.IGNORECASE)
ORDERED = re.compile(r"^\s*(?:<[^>]+>\s*)*(?:\(?\d+[.)、）]|[a-zA-Z][.)]|[一二三四五六七八九十]+[、.])")
MARKER = re.compile(r"^\s*(?:<[^>]+>\s*)*(?:[·•●○■◆§Øü\-–—]|\(?\d+[.)、）]|[a-zA-Z][.)])(?:&nbsp;|\s|<[^>]+>)*")
WORD_STYLES = re.compile(
    r"(?:mso-[\w-]+|tab-stops|font-family|layout-grid[\w-]*|text-autospace)\s*:[^;\"']*;?", re.IGNORECASE
)
EMPTY_SPANS = re.compile(r"<span(?:\s+style=\"\s*\")?\s*>([^<]*)</span>", re.IGNORECASE)


def pasted_html(html: str) -> str:
    """Clean article HTML of what a clipboard held. Idempotent on its own output; never longer than a little above its input."""
    fragment = FRAGMENT.search(html)
    text = fragment[1] if fragment else html
    text = LIST_LINE.sub(_as_item, text)
    text = re.sub(r"((?:<li data-kind=\"ol\">.*?</li>\s*)+)", r"<ol>\1</ol>", text, flags=re.DOTALL)
    text = re.sub(r"((?:<li data-kind=\"ul\">.*?</li>\s*)+)", r"<ul>\1</ul>", text, flags=re.DOTALL)
    for pattern in (COMMENTED, CONDITIONAL, OFFICE_TAGS):
        text = pattern.sub("", text)
    cleaned = clean_html(re.sub(r"style\s*=\s*(\"[^\"]*\"|'[^']*')", _styles, text, flags=re.IGNORECASE))
    return EMPTY_SPANS.sub(r"\1", cleaned)


def _as_item(match: re.Match[str]) -> str:
    inner = match[1]
    support = SUPPORT.search(inner)
    marker = re.sub(r"<[^>]+>|&nbsp;", "", support[1] if support else inner[:60]).strip()
    kind = "ol" if ORDERED.match(marker) else "ul"
    inner = SUPPORT.sub("", inner) if support else MARKER.sub("", inner, count=1)
    return f'<li data-kind="{kind}">{inner}</li>'


def _styles(match: re.Match[str]) -> str:
    quote = match[1][0]
    kept = WORD_STYLES.sub("", match[1][1:-1]).strip()
    return f"style={quote}{kept}{quote}" if kept else ""
