"""The text of one paragraph: fields, revisions, hidden text, symbols, notes and text boxes sorted out."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from masthead.rulebook.importing.word.markup import attribute, child, is_on, local

SKIPPED = frozenset(
    {
        "pPr",
        "rPr",
        "del",
        "moveFrom",
        "instrText",
        "delInstrText",
        "delText",
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
        "fldData",
        "sdtPr",
        "rt",
        "rubyPr",
    }
)
PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


@dataclass
class Paragraph:
    """`text` with \\n for line breaks. `bold`: every visible run is. `boxes`: paragraphs of text boxes.
    `depth`: of its automatic number. `notes`: (kind, id) of notes met.
    """

    text: str = ""
    hidden: str = ""
    deleted: str = ""
    inserted: bool = False
    bold: bool = False
    contents: bool = False
    page_break: bool = False
    pictures_first: bool = False
    pictures: int = 0
    depth: int = 0
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class FieldStack:
    """Complex fields may span paragraphs: which instruction is open, and are we in its result?"""

    def __init__(self) -> None:
        self.open: list[list[str]] = []

    def take(self, kind: str) -> None:
        if kind == "begin":
            self.open.append(["", "code"])
        elif kind == "separate" and self.open:
            self.open[-1][1] = "result"
        elif kind == "end" and self.open:
            self.open.pop()

    def instruct(self, text: str) -> None:
        if self.open and self.open[-1][1] == "code":
            self.open[-1][0] += text

    def within(self, *names: str) -> bool:
        return any(code.strip().upper().split(" ")[0] in names for code, _state in self.open if code.strip())

    @property
    def in_code(self) -> bool:
        return any(state == "code" for _code, state in self.open)


class ParagraphReader:
    """Reads paragraphs one after another; keeps the fields that are open between them."""

    def __init__(self) -> None:
        self.fields = FieldStack()

    def read(self, node: Element, *, hidden: bool = False) -> Paragraph:
        found = Paragraph(contents=self.fields.within("TOC"))
        self.out: list[str] = []
        self.styles: list[bool] = []
        self._walk(node, found, hidden=hidden)
        found.text = "".join(self.out)
        found.bold = bool(self.styles) and all(self.styles)
        found.contents = found.contents or self.fields.within("TOC")
        return found

    def _walk(self, node: Element, found: Paragraph, *, hidden: bool) -> None:
        for part in node:
            name = local(part)
            if name in ("del", "moveFrom"):
                found.deleted += "".join(t.text or "" for t in part.iter() if local(t) in ("delText", "t"))
            elif name in SKIPPED:
                continue
            elif name == "AlternateContent":
                self._alternate(part, found, hidden=hidden)
            elif name in ("txbxContent", "drawing", "pict", "object"):
                self._drawn(part, found)
            elif name == "fldSimple":
                self._simple_field(part, found, hidden=hidden)
            elif name == "r":
                self._run(part, found, hidden=hidden)
            elif name == "t" and "math" in part.tag:
                self.out.append(part.text or "")
            elif name != "p":
                found.inserted = found.inserted or name == "ins"
                self._walk(part, found, hidden=hidden)

    def _alternate(self, node: Element, found: Paragraph, *, hidden: bool) -> None:
        """The first choice, or the fallback: never both."""
        chosen = child(node, "Choice")
        if chosen is None:
            chosen = child(node, "Fallback")
        if chosen is not None:
            self._walk(chosen, found, hidden=hidden)

    def _simple_field(self, node: Element, found: Paragraph, *, hidden: bool) -> None:
        self.fields.take("begin")
        self.fields.instruct(attribute(node, "instr"))
        self.fields.take("separate")
        self._walk(node, found, hidden=hidden)
        self.fields.take("end")

    def _drawn(self, node: Element, found: Paragraph) -> None:
        boxes = [b for b in node.iter() if local(b) == "txbxContent"] if local(node) != "txbxContent" else [node]
        found.boxes += boxes
        if not boxes:
            found.pictures_first = found.pictures_first or not "".join(self.out).strip()
            found.pictures += 1

    def _run(self, run: Element, found: Paragraph, *, hidden: bool) -> None:
        props = child(run, "rPr")
        unseen = is_on(props, "vanish") if child(props, "vanish") is not None else hidden
        for part in run:
            name = local(part)
            if name == "fldChar":
                self.fields.take(attribute(part, "fldCharType"))
            elif name == "instrText":
                self.fields.instruct(part.text or "")
            elif name in ("footnoteReference", "endnoteReference", "commentReference"):
                found.notes.append((name.removesuffix("Reference"), attribute(part, "id")))
            elif name in ("drawing", "pict", "object"):
                self._drawn(part, found)
            elif name == "AlternateContent":
                self._alternate(part, found, hidden=hidden)
            elif name == "ruby":
                base = child(part, "rubyBase")
                if base is not None:
                    self._walk(base, found, hidden=hidden)
            elif not self.fields.in_code:
                self._put(_words(part, name, found), found, unseen=unseen, bold=is_on(props, "b"))

    def _put(self, text: str, found: Paragraph, *, unseen: bool, bold: bool) -> None:
        if not text:
            return
        if unseen:
            found.hidden += text
            return
        self.out.append(text)
        if text.strip():
            self.styles.append(bold)


def _words(part: Element, name: str, found: Paragraph) -> str:
    if name == "t":
        return part.text or ""
    if name == "br":
        breaks_page = attribute(part, "type") in ("page", "column")
        found.page_break = found.page_break or breaks_page
        return "" if breaks_page else "\n"
    if name == "lastRenderedPageBreak":
        return ""
    if name == "sym":
        code = attribute(part, "char")
        return chr(int(code, 16)) if code and len(code) <= 5 and not code.lower().startswith("f0") else ""
    return CHARACTERS.get(name, "")
