"""Word in: a real .docx with its pictures becomes clean article HTML."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError
from xml.sax import ContentHandler, SAXException

import mammoth
from defusedxml import DefusedXmlException
from defusedxml.sax import parseString
from django.utils.translation import gettext as _

from masthead.content.documents.html import clean_html, plain_text
from masthead.core.digest import digest_bytes
from masthead.core.errors import BadInput
from masthead.core.files import sniff
from masthead.core.files.uses import DOCX, GIF, JPEG, PNG

STYLE_MAP = """
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='Subtitle'] => h3:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='引用'] => blockquote > p:fresh
u => u
"""
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ExpatError, SAXException, DefusedXmlException, KeyError, ValueError, AttributeError, TypeError,
    IndexError, OSError, EOFError, RecursionError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What mammoth and zipfile raise on broken files; they have no common base of their own."""


@dataclass
class ImportedDocument:
    """`html` names pictures as asset:SHA256; `pictures` = [(bytes, name)] in order; `notes` are sentences for the person."""

    title: str
    html: str
    pictures: list[tuple[bytes, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def import_docx(data: bytes) -> ImportedDocument:
    """Read a Word file. Raises BadInput in words for anything that is not a readable .docx with content.

    Source: mammoth for structure; picture types are sniffed; kinds that platforms do not take (EMF, WMF, TIFF) are left out with a note.
    """
    if sniff.sniff(data) != DOCX:
        raise _unreadable(_("文件不是 Word 文档（.docx）。旧版 .doc 请先在 Word 里另存为 .docx。"))
    if sniff.is_zip_bomb(data):
        raise _unreadable(_("文件解压后过大，可能不是正常的 Word 文档。"))
    found = _Pictures()
    try:
        _refuse_entities(data)
        result = mammoth.convert_to_html(
            io.BytesIO(data), style_map=STYLE_MAP, convert_image=mammoth.images.img_element(found.take)
        )
    except UNREADABLE as error:
        raise _unreadable(_("文档已损坏，无法读取。")) from error
    html = clean_html(result.value)
    if not plain_text(html) and not found.pictures:
        raise _unreadable(_("文档里没有可以导入的文字或图片。"))
    title, html = title_of(html)
    notes = list(found.notes)
    if any("external image" in message.message for message in result.messages):
        notes.append(_("文档里有链接到外部的图片，没有导入，请在 Word 里改为嵌入，或导入后补上。"))
    if "<table" in html:
        notes.append(_("表格已导入，复杂的合并单元格请核对。"))
    return ImportedDocument(title, html, list(found.pictures.values()), notes)


def _unreadable(message: str) -> BadInput:
    return BadInput(
        message, code="word_unreadable", clause="3.3.1", advice=_("请用 Word 打开确认后另存为 .docx，再重新导入。")
    )


def _refuse_entities(data: bytes) -> None:
    """Entity bombs and outside references in any part are refused before mammoth's parser, which would expand them, sees them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                parseString(archive.read(name), ContentHandler(), forbid_dtd=True)


class _Pictures:
    """Collects pictures while mammoth walks the document."""

    def __init__(self) -> None:
        self.pictures: dict[str, tuple[bytes, str]] = {}
        self.notes: list[str] = []
        self.met = 0

    def take(self, image: Any) -> dict[str, str]:
        self.met += 1
        with image.open() as source:
            data = source.read()
        mime = sniff.sniff(data)
        if mime not in (JPEG, PNG, GIF) or sniff.picture_size(data) is None:
            self.notes.append(
                _("第 %(n)d 张图片的格式不能用于新媒体，没有导入，请转成 JPG 或 PNG 后补上。") % {"n": self.met}
            )
            return {"src": ""}
        if mime != GIF:
            data = sniff.reencoded(data, mime)
        digest = digest_bytes(data)
        self.pictures[digest] = (data, f"word-{len(self.pictures) + 1}{sniff.EXTENSIONS[mime]}")
        return {"src": f"asset:{digest}", "alt": (image.alt_text or "")[:100]}


def title_of(html: str) -> tuple[str, str]:
    """A leading heading is the title and leaves the body; otherwise the first line serves as title and stays."""
    match = re.match(r"\s*<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
    if match and (title := plain_text(match.group(1))):
        return title[:64], html[match.end() :].strip()
    lines = plain_text(html).splitlines()
    return (lines[0][:64] if lines else _("未命名稿件")), html
