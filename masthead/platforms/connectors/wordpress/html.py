"""The article as the site keeps it: one block of its own, pictures by the site's addresses, the version's mark inside."""

import html as entities
import re
from collections.abc import Mapping

from masthead.platforms.packages import Post
from masthead.platforms.wording import text_of

ASSET = re.compile(r"asset:([0-9a-f]{64})")
FOREIGN = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*["']?(?!asset:)([^"'\s>]+)""", re.IGNORECASE)
TAG = re.compile(r"<[^>]+>")
BREAK = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)
MARK = "masthead:edition="
MARK_LENGTH, SLUG_LENGTH = 32, 12


def slug_of(marker: str) -> str:
    """The post's own name in its address: told before the post exists, so that a look-up needs no number."""
    return f"mh-{marker[:SLUG_LENGTH]}" if marker else ""


def mark_of(marker: str) -> str:
    """The version's mark in the text; readers do not see it."""
    return f"<!-- {MARK}{marker[:MARK_LENGTH]} -->" if marker else ""


def asset_shas(html: str) -> list[str]:
    """Digests of the pictures that the text shows, each once, in order."""
    return list(dict.fromkeys(ASSET.findall(html)))


def foreign_pictures(html: str) -> list[str]:
    """Addresses of pictures that lie elsewhere."""
    return FOREIGN.findall(html)


def body_of(post: Post) -> str:
    """The article, or what a short post has to say as paragraphs with its pictures below."""
    if post.html.strip():
        return post.html
    words = post.text or post.digest
    paragraphs = "".join(f"<p>{entities.escape(line)}</p>" for line in words.splitlines() if line.strip())
    pictures = "".join(
        f'<figure><img src="asset:{p.sha256}" alt="{entities.escape(p.alt)}"></figure>' for p in post.pictures
    )
    return paragraphs + pictures


def title_of(post: Post) -> str:
    """The title; a short post without one is named by its first words."""
    return post.title.strip() or next((line.strip()[:40] for line in text_of(post).splitlines() if line.strip()), "")


def site_html(post: Post, urls: Mapping[str, str]) -> str:
    """Put the site's picture addresses in. The block keeps the site from adding paragraphs and line breaks of its own.

    Raises KeyError with the digest of a picture that was not uploaded.
    """
    body = ASSET.sub(lambda found: entities.escape(urls[found[1]], quote=True), body_of(post))
    return f"<!-- wp:html -->\n{mark_of(post.marker)}{body}\n<!-- /wp:html -->"


def plain(html: str) -> str:
    """A comment's words without its mark-up."""
    return entities.unescape(TAG.sub("", BREAK.sub("\n", html))).strip()
