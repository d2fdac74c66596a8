"""A Word file as lines: body in reading order with automatic numbers; heads, feet, notes, comments, hidden and deleted text named apart."""

import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from django.utils.translation import gettext_noop as kept

from masthead.rulebook.importing.characters import INVISIBLE
from masthead.rulebook.importing.lines import Line, Source
from masthead.rulebook.importing.openings import TITLE_REASON
from masthead.rulebook.importing.refusals import refusal
from masthead.rulebook.importing.word.markup import (
    attribute,
    child,
    children,
    is_on,
    local,
    number_value,
    parsed,
    value,
)
from masthead.rulebook.importing.word.numbering import Numbering
from masthead.rulebook.importing.word.runs import Paragraph, ParagraphReader
from masthead.rulebook.importing.word.styles import Style, Styles

UNREADABLE = (
    ParseError,
    DefusedXmlException,
    KeyError,
    ValueError,
    zipfile.BadZipFile,
    OSError,
    EOFError,
    RecursionError,
)
BOLD_LEVEL = 7
LIST_STYLE = re.compile(r"(?:list number|列表编号|列表編號)\s*([2-5])", re.IGNORECASE)
PARTS_BESIDE = (("header", kept("页眉")), ("footer", kept("页脚")))
DELETED = (kept("修订中已删除的文字，没有导入"), kept("需要保留的，在 Word 里拒绝这处删除后重新导入"))
INSERTED = (kept("含有未接受的修订（插入）"), kept("核对后在 Word 里接受或者拒绝修订"))
PICTURE = (kept("这里有图片，编号或文字可能在图片里"), kept("对照原文，把图片里的文字补上"))
NOTE = (kept("脚注或尾注，放在所在段落之后"), kept("核对位置"))
BOX = (kept("文本框里的文字，放在所在段落之后"), kept("核对位置；是装饰的标为版面文字"))


def read_word(archive: zipfile.ZipFile) -> Source:
    """Raises BadInput when the parts cannot be read."""
    try:
        return _Reader(archive).source()
    except UNREADABLE as error:
        raise refusal("broken") from error


class _Reader:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        self.styles = Styles(self._part("word/styles.xml"))
        self.numbering = Numbering.of(self._part("word/numbering.xml"))
        self.numbering.style_nums = self.styles.list_styles()
        self.notes = {kind: self._notes(kind) for kind in ("footnote", "endnote", "comment")}
        self.reader = ParagraphReader()
        self.lines: list[Line] = []
        self.beside: list[tuple[str, str]] = []
        self.file_notes: list[tuple[str, str, str]] = []
        self.apart = self.edge = False

    def _part(self, name: str) -> Element | None:
        return parsed(self.archive.read(name)) if name in self.names else None

    def _notes(self, kind: str) -> dict[str, Element]:
        root = self._part(f"word/{kind}s.xml")
        return {attribute(n, "id"): n for n in children(root, kind) if attribute(n, "type") in ("", "normal")}

    def source(self) -> Source:
        root = self._part("word/document.xml")
        self._container(child(root, "body") if root is not None else None)
        self._beside_parts()
        return Source("docx", [line for line in self.lines if line.text], self.beside, self.file_notes)

    def _container(self, node: Element | None, *, contents: bool = False) -> None:
        for part in node if node is not None else ():
            name = local(part)
            if name == "p":
                self._paragraph(part, contents=contents)
            elif name == "tbl":
                self._table(part)
            elif name == "sdt":
                gallery = next((attribute(g, "val") for g in part.iter() if local(g) == "docPartGallery"), "")
                self._container(child(part, "sdtContent"), contents=contents or "Contents" in gallery)
            elif name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent"):
                self._container(part, contents=contents)
            elif name == "AlternateContent":
                self._container(
                    child(part, "Choice") if child(part, "Choice") is not None else child(part, "Fallback"),
                    contents=contents,
                )

    def _paragraph(self, node: Element, *, contents: bool = False, fixed: bool = False, numbered: bool = True) -> None:
        props = child(node, "pPr")
        style = self.styles.get(value(props, "pStyle"))
        found = self.reader.read(node, hidden=style.hidden)
        if is_on(child(props, "rPr"), "del") and not found.text.strip():
            numbered = False
        self.edge = self.edge or is_on(props, "pageBreakBefore")
        contents = contents or found.contents or style.contents
        visible = found.text.strip(" \t\n\u3000\u00a0")
        number, gap = (
            self._number(props, style) if numbered and (visible or found.pictures or not _is_empty(found)) else ("", "")
        )
        if number:
            found.depth = self._depth(props, style)
        if visible or number:
            self._put(
                number,
                gap,
                INVISIBLE.sub("", found.text),
                found,
                self._level(props, style, found),
                contents=contents,
                fixed=fixed,
                style=style,
            )
        elif found.pictures:
            self.file_notes.append(("〔图片〕", *PICTURE))
        else:
            self.apart = True
        self.edge = self.edge or found.page_break or child(props, "sectPr") is not None
        self._attached(found)

    def _put(
        self,
        number: str,
        gap: str,
        text: str,
        found: Paragraph,
        level: int,
        *,
        contents: bool,
        fixed: bool,
        style: Style,
    ) -> None:
        rows = [row for row in text.split("\n") if row.strip(" \t\u3000\u00a0")] or [""]
        for position, row in enumerate(rows):
            first = position == 0 and bool(number)
            line = Line(
                f"{number}{gap}{row.strip()}" if first else row, level=level if position == 0 else 0, auto=len(number) if first else 0,
                fixed=fixed, apart=self.apart and position == 0, edge=self.edge and position == 0,
                depth=found.depth if first else 0,
            )  # fmt: skip
            if contents:
                line.furniture = kept("目录")
            elif style.title and not self._has_text() and not first:
                line.furniture = TITLE_REASON
            if found.inserted and position == 0:
                line.doubts.append(INSERTED)
            if found.pictures_first and position == 0 and not number:
                line.doubts.append(PICTURE)
            self.lines.append(line)
        self.apart = self.edge = False

    def _has_text(self) -> bool:
        return any(not line.furniture for line in self.lines[:40])

    def _number(self, props: Element | None, style: Style) -> tuple[str, str]:
        """The automatic number of a paragraph; its own list goes before the list of its style."""
        own = child(props, "numPr")
        num = value(own, "numId") or style.num or ""
        if not num or num == "0":
            return "", ""
        depth = number_value(own, "ilvl", 0) if child(own, "ilvl") is not None else None
        if depth is None:
            bound = self.numbering.depth_of_style(num, value(props, "pStyle"))
            depth = bound if bound is not None else style.depth or 0
        return self.numbering.next(num, depth)

    @staticmethod
    def _depth(props: Element | None, style: Style) -> int:
        """How deep in its list; lists of their own for each depth are told by the names of their styles (List Number 2)."""
        own = number_value(child(props, "numPr"), "ilvl", style.depth or 0)
        named = LIST_STYLE.fullmatch(style.name.strip())
        return min(9, max(own, int(named[1]) - 1 if named else 0))

    def _level(self, props: Element | None, style: Style, found: Paragraph) -> int:
        if child(props, "outlineLvl") is not None:
            outline = number_value(props, "outlineLvl", 9)
            return outline + 1 if outline < 9 else 0
        if style.level:
            return style.level
        return BOLD_LEVEL if found.bold and len(found.text.strip()) <= 30 and "\n" not in found.text.strip() else 0

    def _table(self, table: Element) -> None:
        """Rows of one cell are paragraphs; other rows are one line each, cells divided by tabs."""
        for row in _rows(table):
            cells = [
                c
                for c in _cells(row)
                if child(child(c, "tcPr"), "vMerge") is None
                or attribute(child(child(c, "tcPr"), "vMerge"), "val") == "restart"
            ]
            if len(cells) == 1:
                self._container(cells[0])
                continue
            texts = [self._cell(c) for c in cells]
            if any(texts):
                self.lines.append(Line("\t".join(texts), row=True, apart=self.apart))
                self.apart = False

    def _cell(self, cell: Element) -> str:
        """The text of a cell; what it says beside (numbers, nested tables) comes along."""
        kept, self.lines = self.lines, []
        self._container(cell)
        inside, self.lines = self.lines, kept
        return " ".join(line.text for line in inside)

    def _attached(self, found: Paragraph) -> None:
        if found.hidden.strip():
            self.lines.append(Line(found.hidden.replace("\n", " "), furniture=kept("隐藏文字")))
        if found.deleted.strip():
            self.file_notes.append((found.deleted.strip()[:200], *DELETED))
            self.beside.append((found.deleted.strip(), kept("修订中已删除的文字")))
        for box in found.boxes:
            start = len(self.lines)
            self._container(box)
            for line in self.lines[start : start + 1]:
                line.doubts.append(BOX)
        for kind, key in found.notes:
            self._note(kind, self.notes[kind].get(key))

    def _note(self, kind: str, node: Element | None) -> None:
        if node is None:
            return
        start = len(self.lines)
        for part in children(node, "p"):
            self._paragraph(part, fixed=True, numbered=False)
        for line in self.lines[start:]:
            if kind == "comment":
                line.furniture = kept("批注")
        if kind != "comment" and len(self.lines) > start:
            self.lines[start].doubts.append(NOTE)

    def _beside_parts(self) -> None:
        """Heads and feet of pages, each text once; watermarks are text paths inside them."""
        told: set[str] = set()
        for prefix, label in PARTS_BESIDE:
            for name in sorted(n for n in self.names if n.startswith(f"word/{prefix}") and n.endswith(".xml")):
                root = self._part(name)
                for text, reason in _texts_of_part(root, label):
                    if text and text not in told:
                        told.add(text)
                        self.beside.append((text, reason))


def _is_empty(found: Paragraph) -> bool:
    return not (found.text.strip() or found.hidden.strip() or found.deleted.strip() or found.boxes)


def _rows(table: Element) -> Iterator[Element]:
    for part in table:
        if local(part) == "tr" and child(child(part, "trPr"), "del") is None:
            yield part
        elif local(part) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(child(part, "sdtContent") if local(part) == "sdt" else part)  # type: ignore[arg-type]


def _cells(row: Element) -> Iterator[Element]:
    for part in row:
        if local(part) == "tc":
            yield part
        elif local(part) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(child(part, "sdtContent") if local(part) == "sdt" else part)  # type: ignore[arg-type]


def _texts_of_part(root: Element | None, label: str) -> Iterator[tuple[str, str]]:
    if root is None:
        return
    for node in root.iter():
        if local(node) == "textpath" and attribute(node, "string"):
            yield attribute(node, "string"), kept("水印")
    reader = ParagraphReader()
    for node in root.iter():
        if local(node) == "p":
            yield INVISIBLE.sub("", reader.read(node).text).strip(), label
