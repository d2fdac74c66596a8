"""The short text of a post, and how it is recognised afterwards: 微博 replaces links and drops topics."""

import re
from urllib.parse import urlsplit

from masthead.platforms.packages import Form, Picture, Post
from masthead.platforms.wording import tags_of, text_of

COMMERCIAL = "commercial"
URL = re.compile(r"https?://[A-Za-z0-9./?=&%_~:#@+,;-]+")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def is_paid(post: Post) -> bool:
    """The account's tier as the post carries it."""
    return post.options.get("tier") == COMMERCIAL


def words_of(post: Post) -> str:
    """Topics only in the paid tier (the free one removes them); the link stands last unless the text has one."""
    text = text_of(post).strip()
    if is_paid(post) and (tags := [tag for tag in tags_of(post, form="#{}#") if tag not in text]):
        text = f"{text} {' '.join(tags)}"
    link = post.link or post.source_url
    if link and link not in text:
        text = f"{text} {link}" if text else ""
    return text


def links_in(text: str) -> list[str]:
    return URL.findall(text)


def below(link: str, domain: str) -> bool:
    """Is the link's host the domain or below it?"""
    host, domain = (urlsplit(link).hostname or "").lower(), domain.lower().strip().lstrip(".")
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


def pictures_of(post: Post) -> list[Picture]:
    """An article's own pictures stay with the article: its short text shows the cover."""
    if post.form == Form.ARTICLE or not post.pictures:
        return [post.cover] if post.cover else list(post.pictures[:1])
    return list(post.pictures)


def core_of(text: str) -> str:
    """What is left of a text when links, topic signs and blanks are taken out: equal for what we sent and what 微博 shows."""
    return re.sub(r"[\s#]+", "", URL.sub("", text))


def base62(mid: str) -> str:
    """The number as it stands in a web address: groups of seven digits from the right, each four places wide."""
    text, parts = mid, list[str]()
    while text:
        text, group = text[:-7], int(text[-7:])
        word = ""
        while group:
            group, rest = divmod(group, 62)
            word = DIGITS[rest] + word
        parts.insert(0, word.rjust(4, "0") if text else word)
    return "".join(parts)
