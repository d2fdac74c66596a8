"""Markdown to lines: headings, emphasis, front matter, fences. Marks are taken off headings and emphasis, all other text stays as it is."""

import re

from django.utils.translation import gettext_noop as kept

from masthead.rulebook.importing.lines import Line, Source
from masthead.rulebook.importing.plain import LINE_END, is_wrapped

HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t\u3000]+|(?=[^\s#]))(.*?)[ \t]*(#*)[ \t]*")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
STRONG = re.compile(
    r"(?P<star>\*\*)(?=\S)([^*]{1,500})(?<=\S)\*\*|(?<!\w)(?P<bar>__)(?=\S)([^_]{1,500})(?<=\S)__(?!\w)"
)
ALONE = re.compile(r"[*_]([^*_]{1,200})[*_]")
ESCAPE = re.compile(r"\\([.\-#*_()\[\]+!>|`~\\])")
LIST_ITEM = re.compile(r"(?:>\s?)*([ \t]{0,16})(\d{1,3})[.)](?=\s)")
LONGEST_HEADING = 300
BOLD_LEVEL = 7
"""A paragraph that is bold as a whole, below all true headings."""


class _Reader:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.marks: list[str] = []
        self.fence = ""
        self.apart = False
        self.lists: dict[int, tuple[str, int]] = {}

    def take(self, raw: str) -> None:
        if not raw.strip():
            self.apart = True
        elif self.fence or FENCE.match(raw):
            self._fenced(raw)
        elif len(raw) <= LONGEST_HEADING and (self._underlines(raw) or self._rules(raw)):
            pass
        elif len(raw) <= LONGEST_HEADING and (heading := HEADING.fullmatch(raw)):
            self.marks += [m for m in (heading[1], heading[3]) if m]
            self.lists.clear()
            self._put(self._bare(heading[2]), level=len(heading[1]))
        else:
            self._body(raw)

    def _put(self, text: str, **facts: int) -> None:
        if text.strip():
            self.lines.append(Line(text, apart=self.apart, **facts))  # type: ignore[arg-type]
        self.apart = False

    def _fenced(self, raw: str) -> None:
        found = FENCE.match(raw)
        if not self.fence and found:
            self.fence = found[1][:3]
        elif found and found[1].startswith(self.fence):
            self.fence = ""
        self._put(raw, fixed=True)

    def _underlines(self, raw: str) -> bool:
        found = SETEXT.fullmatch(raw)
        last = self.lines[-1] if self.lines else None
        if not found or last is None or self.apart or last.level or last.fixed or last.row or len(last.text) > 60:
            return False
        last.level = 1 if found[1][0] == "=" else 2
        self.marks.append(raw.strip())
        return True

    def _rules(self, raw: str) -> bool:
        if RULE.fullmatch(raw) is None:
            return False
        self.marks.append(raw.strip())
        self.apart = True
        return True

    def _body(self, raw: str) -> None:
        text = self._bare(raw)
        whole = len(raw) <= LONGEST_HEADING and STRONG.fullmatch(raw.strip()) is not None
        table = raw.lstrip().startswith("|")
        counts, depth = (0, 0) if table else self._counted(raw)
        self._put(text, level=BOLD_LEVEL if whole and len(text) <= 40 else 0, row=table, counts=counts, depth=depth)

    def _counted(self, raw: str) -> tuple[int, int]:
        """The place of an item in a list that is written 1. 1. 1., otherwise 0; how many lists it is inside of."""
        found = LIST_ITEM.match(raw)
        if found is None:
            if not raw[:1].isspace() and self.apart:
                self.lists.clear()
            return 0, 0
        depth = len(found[1].expandtabs(4))
        printed, at = self.lists.get(depth, ("", 0))
        self.lists = {d: item for d, item in self.lists.items() if d < depth}
        self.lists[depth] = (found[2], at + 1 if printed == found[2] else 1)
        return at + 1 if printed == found[2] else 0, min(9, len(self.lists) - 1)

    def _bare(self, raw: str) -> str:
        """Without emphasis marks and escapes; what was taken off is remembered."""
        text = raw
        for found in STRONG.finditer(text):
            self.marks += [found["star"] or found["bar"]] * 2
        text = STRONG.sub(lambda m: m[2] or m[4], text)
        if len(text) <= LONGEST_HEADING and ALONE.fullmatch(text.strip()):
            self.marks += [text.strip()[0], text.strip()[-1]]
            text = text.strip()[1:-1]
        if "\\" in text:
            self.marks += ["\\"] * len(ESCAPE.findall(text))
            text = ESCAPE.sub(r"\1", text)
        quote = re.match(r"\s*((?:>\s?)+)", text)
        if quote:
            self.marks.append(quote[1].strip())
            text = text[quote.end() :]
        return text


def read_markdown(text: str) -> Source:
    """Lines with heading levels. Front matter and comments are furniture; a numbered list keeps the numbers that are written."""
    front, text = _front_matter(text)
    reader = _Reader()
    for number, part in enumerate(_parts(text)):
        if number % 2:
            reader.lines.append(Line(part, furniture=kept("Markdown 注释")))
            continue
        for raw in LINE_END.split(part):
            reader.take(raw.replace("\x0c", ""))
    lines = [*(Line(row, furniture=kept("Markdown 文件头信息")) for row in front), *reader.lines]
    source = Source("md", [line for line in lines if line.text], wrapped=is_wrapped(reader.lines))
    if reader.marks:
        source.beside.append((" ".join(reader.marks), kept("Markdown 标记（标题井号、粗体星号等），不是正文")))
    return source


def _front_matter(text: str) -> tuple[list[str], str]:
    rows = LINE_END.split(text)
    if len(rows) > 1 and rows[0].strip() == "---" and re.match(r"[\w\- ]{1,40}:", rows[1]):
        for end, row in enumerate(rows[1:200], 1):
            if row.strip() in ("---", "..."):
                return rows[: end + 1], "\n".join(rows[end + 1 :])
    return [], text


def _parts(text: str) -> list[str]:
    """Text and comments by turns."""
    parts, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += [text[position:start], text[start : end + 3]]
        position = end + 3
    return [*parts, text[position:]]
