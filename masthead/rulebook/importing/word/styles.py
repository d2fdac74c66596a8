"""Paragraph styles: heading level, list, contents, title, hidden; inherited along basedOn."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from masthead.rulebook.importing.word.markup import attribute, child, children, is_on, number_value, value

HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|目录|目錄)\s*(?:[1-9]|heading|标题)?", re.IGNORECASE)
TITLE = re.compile(r"(?:title|subtitle|标题|副标题|標題|文档标题|文件标题)", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """`level` 0 = no heading; `num` None = says nothing, '0' = no list."""

    name: str = ""
    level: int = 0
    num: str | None = None
    depth: int | None = None
    contents: bool = False
    title: bool = False
    hidden: bool = False


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Element | None) -> None:
        self.nodes = {attribute(n, "styleId"): n for n in children(root, "style")}
        self.default = next(
            (
                k
                for k, n in self.nodes.items()
                if attribute(n, "type") == "paragraph" and attribute(n, "default") in ("1", "true")
            ),
            "",
        )
        self.known: dict[str, Style] = {}

    def list_styles(self) -> dict[str, str]:
        """{id of a list style: its w:num}."""
        return {
            k: value(child(child(n, "pPr"), "numPr"), "numId")
            for k, n in self.nodes.items()
            if attribute(n, "type") == "numbering"
        }

    def get(self, key: str) -> Style:
        return self._read(key or self.default, 0)

    def _read(self, key: str, steps: int) -> Style:
        if key in self.known:
            return self.known[key]
        node = self.nodes.get(key)
        if node is None or steps > 20:
            return Style()
        below = value(node, "basedOn")
        base = self._read(below, steps + 1) if below else Style()
        found = self.known[key] = _style(node, base)
        return found


def _style(node: Element, base: Style) -> Style:
    name, props = value(node, "name"), child(node, "pPr")
    named = HEADING.fullmatch(name.strip())
    level = int(named[1]) if named else base.level
    if child(props, "outlineLvl") is not None and not named:
        outline = number_value(props, "outlineLvl", 9)
        level = outline + 1 if outline < 9 else 0
    lists = child(props, "numPr")
    return Style(
        name=name,
        level=level,
        num=value(lists, "numId") or base.num if lists is not None else base.num,
        depth=number_value(lists, "ilvl", 0) if child(lists, "ilvl") is not None else base.depth,
        contents=CONTENTS.fullmatch(name.strip()) is not None or base.contents,
        title=TITLE.fullmatch(name.strip()) is not None,
        hidden=is_on(child(node, "rPr"), "vanish") or base.hidden,
    )
