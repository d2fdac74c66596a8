"""Topics, mentions and links inside a short text, found as platforms find them."""

import re
from dataclasses import dataclass

LINK = r"https?://[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+"
MENTION = r"@[\w\u4e00-\u9fff.-]{1,30}"
DOUBLE = r"#[^#\s]{1,64}#"
SINGLE = r"#[\w\u4e00-\u9fff]{1,64}"


@dataclass(frozen=True)
class Span:
    """`kind` = plain | tag | mention | link."""

    kind: str
    text: str


def spans_of(text: str, *, double: bool = False) -> list[Span]:
    """The text in order; `double` = topics stand between two signs (#春茶#), else after one up to the next blank."""
    pattern = re.compile(f"(?P<link>{LINK})|(?P<tag>{DOUBLE if double else SINGLE})|(?P<mention>{MENTION})")
    found, at = [], 0
    for match in pattern.finditer(text):
        if match.start() > at:
            found.append(Span("plain", text[at : match.start()]))
        found.append(Span(match.lastgroup or "plain", match.group()))
        at = match.end()
    if at < len(text):
        found.append(Span("plain", text[at:]))
    return found


def half_topics(text: str, *, double: bool) -> list[str]:
    """Topics that will not become links: one sign where the platform wants two, or two where it wants one."""
    if double:
        rest = re.sub(DOUBLE, " ", re.sub(LINK, " ", text))
        return re.findall(SINGLE, rest)
    return re.findall(r"#[^#\s]{1,64}#(?=\S|$)", re.sub(LINK, " ", text))
