"""Counting as the platform counts, and the links and topics inside a text, which it wants told by their places in bytes."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import regex

from masthead.platforms.connectors.bluesky.limits import TAG_GRAPHEMES
from masthead.platforms.packages import Form, Post
from masthead.platforms.wording import tags_of, text_of

GRAPHEME = regex.compile(r"\X")
LINK = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
TAG = re.compile(r"(?:^|(?<=[\s，。！？、；：]))[#＃]([^\s#＃，。！？、；：,.!?;:()（）「」【】]+)")
TRAILING = ".,;:!?)'\""


def graphemes(text: str) -> int:
    """What a reader would call characters: an emoji of several parts is one."""
    return len(GRAPHEME.findall(text))


def words_of(post: Post, *, link_in_text: bool) -> str:
    """The text as it goes out: with the topics that it does not name yet, and with the link where no card carries it."""
    text = text_of(post).strip()
    missing = [tag for tag in tags_of(post, form="#{}") if tag not in text]
    if missing:
        text = f"{text}\n{' '.join(missing)}".strip()
    link = link_of(post)
    return f"{text}\n{link}".strip() if link and link_in_text and link not in text else text


def link_of(post: Post) -> str:
    return post.link or post.source_url


def has_card(post: Post) -> bool:
    """An article leads to its page by a card; pictures of a short post are shown instead of one."""
    return bool(link_of(post)) and (post.form == Form.ARTICLE or not post.pictures)


def facets_of(text: str) -> list[dict[str, Any]]:
    """Links and topics, in the order of the text, by byte places."""
    found = sorted([*_links(text), *_tags(text)], key=lambda one: one[0])
    return [_facet(text, start, end, feature) for start, end, feature in found]


def _links(text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    for match in LINK.finditer(text):
        url = match[0].rstrip(TRAILING)
        if match[0].count("(") > url.count("(") or url.count("(") > url.count(")"):
            url = match[0][: len(url) + 1] if match[0][len(url) : len(url) + 1] == ")" else url
        yield match.start(), match.start() + len(url), {"$type": "app.bsky.richtext.facet#link", "uri": url}


def _tags(text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    links = [(start, end) for start, end, _feature in _links(text)]
    for match in TAG.finditer(text):
        inside = any(start <= match.start() < end for start, end in links)
        if not inside and not match[1].isdigit() and graphemes(match[1]) <= TAG_GRAPHEMES.most:
            yield match.start(), match.end(), {"$type": "app.bsky.richtext.facet#tag", "tag": match[1]}


def _facet(text: str, start: int, end: int, feature: dict[str, str]) -> dict[str, Any]:
    first = len(text[:start].encode())
    return {"index": {"byteStart": first, "byteEnd": first + len(text[start:end].encode())}, "features": [feature]}


def languages_of(said: str) -> Sequence[str]:
    """Languages by option, at most three as the lexicon has it."""
    return [part for part in said.replace("，", ",").replace(" ", "").split(",") if part][:3] or ["zh"]
