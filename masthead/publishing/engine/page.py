"""The page behind a post's link, fetched once through the door out. What cannot be had is left empty; nothing is guessed."""

import html
import re
from urllib.parse import urljoin

from masthead.core import outbound
from masthead.core.errors import DomainError
from masthead.publishing.actions import Page
from masthead.publishing.engine.read_link import title_of

PICTURE = re.compile(
    rb"""<meta[^>]+(?:property|name)=["']og:image["'][^>]+content=["']([^"']{1,1500})["']""", re.IGNORECASE
)
PICTURE_TURNED = re.compile(
    rb"""<meta[^>]+content=["']([^"']{1,1500})["'][^>]+(?:property|name)=["']og:image["']""", re.IGNORECASE
)
SECONDS = 8.0


def fetch(url: str) -> Page:
    """Link, title, text and the picture that the page names for itself."""
    if not url.startswith(("https://", "http://")):
        return Page("")
    body = _body(url)
    if not body:
        return Page(url)
    picture = _picture_in(body, url)
    return Page(url, title_of(body), body, _body(picture) if picture else b"")


def _body(url: str) -> bytes:
    try:
        reply = outbound.send("GET", url, timeout=SECONDS)
    except DomainError:  # refused, not answered, too large: one piece of evidence less
        return b""
    return reply.body if reply.status == 200 else b""


def _picture_in(body: bytes, url: str) -> str:
    found = PICTURE.search(body) or PICTURE_TURNED.search(body)
    return urljoin(url, html.unescape(found[1].decode("utf-8", "replace")).strip()) if found else ""
