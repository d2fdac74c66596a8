"""The article's HTML as the platform wants it: pictures by its own addresses, and the version's mark around the whole."""

import html as entities
import re
from collections.abc import Iterable, Mapping

ASSET = re.compile(r"""asset:([0-9a-f]{64})""")
TAG = re.compile(r"<[^>]+>")
FOREIGN = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*["']?(?!asset:)([^"'\s>]+)""", re.IGNORECASE)
PICTURE_HOSTS = ("https://mmbiz.qpic.cn/", "http://mmbiz.qpic.cn/", "https://mmbiz.qlogo.cn/", "http://mmbiz.qlogo.cn/")
MARK = "data-edition="
MARK_LENGTH = 32


def asset_shas(html: str) -> list[str]:
    """Digests of the pictures that the text shows, each once, in order."""
    return list(dict.fromkeys(ASSET.findall(html)))


def foreign_pictures(html: str) -> list[str]:
    """Addresses of pictures that the platform would strip without a word."""
    return [url for url in FOREIGN.findall(html) if not url.startswith(PICTURE_HOSTS)]


def mark_of(marker: str) -> str:
    """The attribute that lets a look-up recognise the very version; data attributes survive the platform's cleaning."""
    return f'{MARK}"{marker[:MARK_LENGTH]}"' if marker else ""


def platform_html(html: str, urls: Mapping[str, str], marker: str) -> str:
    """Put the platform's picture addresses in. Raises KeyError with the digest of a picture that was not uploaded."""
    body = ASSET.sub(lambda found: urls[found[1]], html)
    return f"<section {mark_of(marker)}>{body}</section>" if marker else body


def words_in(content: str) -> str:
    """What readers read, without mark-up; two spellings of the same mark-up give the same words."""
    return " ".join(entities.unescape(TAG.sub(" ", content)).split())


def estimated_length(html: str, shas: Iterable[str], *, url_chars: int) -> int:
    """Characters after the picture addresses are in; the mark's section counts too."""
    return len(html) + sum(url_chars - len(f"asset:{sha}") for sha in shas) + 80
