"""Markdown in: .md and .txt files become clean article HTML. HTML inside them is text, never markup."""

import base64
import binascii
import re

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from masthead.content.documents.html import clean_html, plain_text
from masthead.content.documents.word import ImportedDocument, title_of
from masthead.core.digest import digest_bytes
from masthead.core.errors import BadInput
from masthead.core.files import sniff, texts
from masthead.core.files.uses import GIF, JPEG, PNG

FRONT_MATTER = re.compile(r"\A\s*---\s*\n(.*?)\n---\s*\n", re.DOTALL)
INLINE_PICTURE = re.compile(r"^data:image/(?:png|jpeg|gif);base64,([A-Za-z0-9+/=\s]+)$")
MOST_NESTING = 20


def _reader() -> MarkdownIt:
    """CommonMark with tables and strikethrough; raw HTML stays words."""
    options = {"html": False, "linkify": False, "maxNesting": MOST_NESTING}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])


def import_markdown(data: bytes) -> ImportedDocument:
    """Read a Markdown or plain text file in UTF-8, UTF-16 or GB18030. Raises BadInput for what is no text or holds nothing.

    Pictures written into the file (data:) come along; pictures by address are left out with a note: they are fetched from nowhere.
    """
    text = texts.decoded(data)
    if text is None:
        raise BadInput(
            _("文件不是可以读取的文本（支持 UTF-8 和 GB18030 编码）。"),
            code="markdown_unreadable",
            clause="3.3.1",
            advice=_("请用记事本或 Typora 打开，另存为 UTF-8 编码的 .md 文件。"),
        )
    front, body = _front_matter(text.replace("\r\n", "\n"))
    found = _Pictures()
    reader = _reader()
    tokens = reader.parse(body)
    for token in tokens:
        for child in token.children or []:
            found.take(child)
    html = clean_html(reader.renderer.render(tokens, reader.options, {}))
    if not plain_text(html) and not found.pictures:
        raise BadInput(
            _("文件里没有可以导入的文字。"),
            code="markdown_empty",
            clause="3.3.1",
            advice=_("请检查文件后重新导入。"),
        )
    title, html = title_of(html)
    return ImportedDocument(front.get("title", "")[:64] or title, html, list(found.pictures.values()), found.notes())


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    match = FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    pairs = (line.partition(":") for line in match[1].splitlines())
    return {k.strip().lower(): v.strip().strip("\"'") for k, sign, v in pairs if sign}, text[match.end() :]


class _Pictures:
    """Collects pictures that are written into the file itself."""

    def __init__(self) -> None:
        self.pictures: dict[str, tuple[bytes, str]] = {}
        self.outside = 0
        self.broken = 0

    def take(self, token: Token) -> None:
        if token.type != "image":
            return
        source = str(token.attrGet("src") or "")
        token.attrSet("alt", plain_text(token.content)[:100])
        match = INLINE_PICTURE.match(source)
        token.attrSet("src", self._kept(match[1]) if match else "")
        self.outside += match is None

    def _kept(self, encoded: str) -> str:
        try:
            data = base64.b64decode(encoded, validate=False)
            mime = sniff.sniff(data)
            if mime not in (JPEG, PNG, GIF) or sniff.picture_size(data) is None:
                raise ValueError(mime)
        except (binascii.Error, ValueError):
            self.broken += 1
            return ""
        if mime != GIF:
            data = sniff.reencoded(data, mime)
        digest = digest_bytes(data)
        self.pictures[digest] = (data, f"markdown-{len(self.pictures) + 1}{sniff.EXTENSIONS[mime]}")
        return f"asset:{digest}"

    def notes(self) -> list[str]:
        said = []
        if self.outside:
            said.append(_("有 %(n)d 张图片只写了地址，没有导入，请在编辑器里上传。") % {"n": self.outside})
        if self.broken:
            said.append(_("有 %(n)d 张内嵌图片已损坏或格式不支持，没有导入。") % {"n": self.broken})
        return said
