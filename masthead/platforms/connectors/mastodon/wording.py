"""From a post to a status and back: what we send, what a server makes of it, and how long it counts."""

import html
import re

from masthead.platforms.contract import Post
from masthead.platforms.wording import tags_of, text_of

BREAK = re.compile(r"<br\s*/?>|</p>\s*<p[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]+>")
BLANK = re.compile(r"\s+|\u200b|\ufeff")
URL = re.compile(r"https?://\S+")


def status_text(post: Post) -> str:
    """The post's words, its topic tags and where readers are led, each once."""
    parts = [text_of(post).strip()]
    tags = [tag for tag in tags_of(post) if tag not in parts[0]]
    if tags:
        parts.append(" ".join(tags))
    link = post.link or post.source_url
    if link and link not in parts[0]:
        parts.append(link)
    return "\n\n".join(part for part in parts if part)


def length_of(text: str, url_counts: int) -> int:
    """As servers count: every link the same."""
    links = URL.findall(text)
    return len(URL.sub("", text)) + url_counts * len(links)


def plain(content: str) -> str:
    """A status's HTML as text."""
    return html.unescape(TAG.sub("", BREAK.sub("\n", content))).strip()


def same_words(ours: str, content: str) -> bool:
    """Is this status our text? Blanks and case do not count: servers wrap, and write topic tags their own way."""
    return _bare(ours) == _bare(plain(content))


def _bare(text: str) -> str:
    return BLANK.sub("", text).casefold()
