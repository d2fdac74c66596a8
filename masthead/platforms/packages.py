"""What is published, frozen at approval: words, pictures, video. Pure data; no room is asked for anything."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO


class Form(StrEnum):
    """What a post is to its platform; a connector says which it takes (`validate`)."""

    ARTICLE = "article"
    TEXT = "text"
    PICTURES = "pictures"
    VIDEO = "video"


@dataclass(frozen=True)
class Picture:
    """A picture by content. In `Post.html` it stands as <img src="asset:SHA256">."""

    sha256: str
    mime: str
    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True)
class Video:
    """A video by content, read from `open` in pieces: it may be larger than memory. `seconds` 0 = not known."""

    sha256: str
    mime: str
    name: str
    size: int
    open: Callable[[], IO[bytes]] = field(repr=False)
    seconds: float = 0.0


@dataclass(frozen=True)
class Post:
    """One approved version for one account. `html` is sanitised, inline-styled and names pictures as asset:SHA256.

    `text` is the account's own wording for platforms without articles ('' = made of title and digest, see `wording.text_of`);
    `marker` is the content hash: it lets a look-up recognise the very version; `link` is where readers are led.
    """

    title: str
    author: str
    digest: str
    html: str
    cover: Picture | None
    pictures: Sequence[Picture] = ()
    source_url: str = ""
    marker: str = ""
    text: str = ""
    video: Video | None = None
    tags: Sequence[str] = ()
    link: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    form: Form = Form.ARTICLE
