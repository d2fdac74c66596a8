"""The rules that read templates: no inline script or style, addresses and panels that exist."""

import re
from collections.abc import Iterator

from tests_arch.findings import Finding

COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)[^>]*>", re.IGNORECASE),
    "style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "style attribute": re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript: address": re.compile(r"href\s*=\s*[\"']\s*javascript:", re.IGNORECASE),
    "address of another site": re.compile(
        r"<(?:script|link|img|iframe)[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE
    ),
}
URL_TAG = re.compile(r"{%-?\s*url\s+[\"']([^\"']+)[\"']")
PANEL_TAG = re.compile(r"{%-?\s*panel\s+[\"']([^\"']+)[\"']")
PANELS_TAG = re.compile(r"{%-?\s*panels\s+[\"']([^\"']+)[\"']")


def without_comments(text: str) -> str:
    """The same text, comments blanked out so that line numbers stay."""
    return COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def line_of(text: str, position: int) -> int:
    """The line of a position."""
    return text.count("\n", 0, position) + 1


def inline_code(name: str, text: str) -> Iterator[Finding]:
    """What the content policy would block in the browser."""
    clean = without_comments(text)
    for label, pattern in INLINE.items():
        for found in pattern.finditer(clean):
            yield Finding(name, line_of(clean, found.start()), label, found[0][:80].replace("\n", " "))


def named_addresses(text: str, pattern: re.Pattern[str] = URL_TAG) -> Iterator[tuple[int, str]]:
    """(line, name) of each `{% url "name" %}` (or of another tag)."""
    clean = without_comments(text)
    for found in pattern.finditer(clean):
        yield line_of(clean, found.start()), found[1]
