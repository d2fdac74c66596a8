"""The way in: a file's bytes become places, doubts and furniture; nothing of its text is lost, or it is said what."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as kept

from masthead.core.files import archives
from masthead.rulebook.importing import blocks as kinds
from masthead.rulebook.importing.blocks import Block
from masthead.rulebook.importing.characters import INVISIBLE
from masthead.rulebook.importing.contents import set_apart_contents
from masthead.rulebook.importing.decoding import decoded
from masthead.rulebook.importing.furniture import set_apart, sign_off
from masthead.rulebook.importing.headings import KIND as PLAIN
from masthead.rulebook.importing.headings import plain_headings
from masthead.rulebook.importing.lines import Line, Source
from masthead.rulebook.importing.markdown import read_markdown
from masthead.rulebook.importing.marks import leading
from masthead.rulebook.importing.openings import (
    REVISIONS,
    TITLE_REASON,
    is_title,
    set_apart_opening,
    set_apart_revisions,
)
from masthead.rulebook.importing.outline import Outline
from masthead.rulebook.importing.places import Builder
from masthead.rulebook.importing.plain import read_plain
from masthead.rulebook.importing.refusals import diagnose, refusal
from masthead.rulebook.importing.settling import settle
from masthead.rulebook.importing.splitting import split_glued
from masthead.rulebook.importing.word.document import read_word

MOST_BYTES = 20 * 1024 * 1024
SIGNATURE = kept("落款（单位与日期）")


@dataclass
class Reading:
    """`blocks` in reading order; `notes` concern the whole file; `lost` is '' unless the house's own check found something missing."""

    kind: str
    title: str
    blocks: list[Block]
    notes: list[tuple[str, str, str]]
    lost: str = ""

    def as_json(self) -> dict[str, Any]:
        """The result in the form of the command line."""
        whole = [
            {"number": "", "where": kept("整个文件"), "text": text, "reason": reason, "suggestion": advice}
            for text, reason, advice in self.notes
        ]
        found: dict[str, Any] = {
            "chapters": kinds.tree_of(self.blocks),
            "doubtful": whole + kinds.doubts_of(self.blocks),
            "furniture": kinds.furniture_of(self.blocks),
        }
        return found | ({"lost": self.lost} if self.lost else {})


def read(data: bytes, name: str) -> Reading:
    """Raises BadInput, which says what the file is and what to do, for anything that cannot be read."""
    source = source_of(data, name)
    content = source.content
    if not content.strip():
        raise refusal("wordless")
    found = places_of(source)
    lost = kinds.lost_between(content, found)
    notes = list(source.notes)
    if lost:
        notes.append(
            (lost[:120], kept("这些文字没有进入任何一条，也不在版面文字里"), kept("请对照原文补上，并联系管理员"))
        )
    found += [Block(kinds.FURNITURE, text, reason=reason) for text, reason in source.beside]
    title = next((line.text for line in source.lines if line.furniture == TITLE_REASON), "")
    return Reading(source.kind, title, found, notes, lost)


def source_of(data: bytes, name: str) -> Source:
    """The lines of a file, by its content; the name only tells Markdown from plain text."""
    if len(data) > MOST_BYTES:
        raise refusal("large")
    diagnose(data)
    if data[:4] == b"PK\x03\x04":
        return read_word(_office_parts(data))
    found = decoded(data)
    if found is None:
        raise refusal("binary")
    text, broken = found
    bare = INVISIBLE.sub("", text).replace("\x00", "")
    source = read_markdown(bare) if name.lower().endswith((".md", ".markdown", ".mdown")) else read_plain(bare)
    if broken:
        source.notes.append(
            (
                "",
                _("有 %(n)s 个字符无法识别，已显示为 �") % {"n": broken},
                kept("请用原来的软件另存为 UTF-8 编码后重新导入"),
            )
        )
    if gone := "".join(INVISIBLE.findall(text)):
        source.beside.append((gone, _("不可见字符 %(n)s 个") % {"n": len(gone)}))
    return source


def _office_parts(data: bytes) -> zipfile.ZipFile:
    if archives.is_bomb(data):
        raise refusal("bomb")
    problem = archives.problem_with(data)
    if problem in ("broken", "locked", "twice", "path", "entity"):
        raise refusal("locked" if problem == "locked" else "broken")
    archive = zipfile.ZipFile(io.BytesIO(data))
    if "word/document.xml" not in archive.namelist():
        raise refusal("sheet")
    return archive


def places_of(source: Source) -> list[Block]:
    """Furniture first, so that nothing of it is counted; then numbers, levels and places."""
    set_apart(source)
    set_apart_contents(source.lines)
    _set_apart_title(source.lines)
    set_apart_revisions(source.lines)
    split_glued(source.lines)
    outline = Outline(source)
    _add_plain_headings(outline)
    placed = settle(outline)
    if placed:
        first = min(one.mark.line for one in placed)
        set_apart_opening(source.lines, first)
        _set_apart_signatures(source.lines, outline, first)
    else:
        _note_unstructured(source.lines)
    return Builder(outline, placed).build()


def _set_apart_title(lines: list[Line]) -> None:
    """The one heading of the highest level above everything else is the title of the document."""
    first = next((line for line in lines if not line.furniture), None)
    if first is not None and first.level and leading(first) is None and is_title(first) and len(lines) > 1:
        first.furniture = TITLE_REASON
        return
    heads = [line for line in lines if line.level and not line.furniture]
    if len(heads) < 2:
        return
    top = min(line.level for line in heads)
    if (
        heads[0].level == top
        and sum(1 for line in heads if line.level == top) == 1
        and next(x for x in lines if not x.furniture) is heads[0]
    ):
        from_number = heads[0].plain[:1] == "第"
        if not from_number:
            heads[0].furniture = TITLE_REASON


def _add_plain_headings(outline: Outline) -> None:
    chapters = any(outline.role(m) == kinds.CHAPTER and m.scheme != "annex" for m in outline.marks)
    if chapters or any(line.level for line in outline.lines):
        return
    clauses = {m.line for m in outline.marks if m.start == 0 and outline.role(m) == kinds.CLAUSE}
    if clauses and not outline.has_articles:
        return
    found = plain_headings(outline.lines, clauses)
    if found:
        outline.chosen[PLAIN] = found
        outline.roles[PLAIN] = kinds.CHAPTER
        outline.marks = sorted([*outline.marks, *found], key=lambda m: (m.line, m.start))


def _set_apart_signatures(lines: list[Line], outline: Outline, first: int) -> None:
    ends = [*[m.line for m in outline.annexes if m.end > 0 and m.line > first][:1], len(lines)]
    begun = {m.line for m in outline.marks if outline.role(m)}
    _set_apart_revisions(lines, max(begun, default=first))
    for end in ends:
        for i in sign_off(lines, first + 1, end):
            if i not in begun:
                lines[i].furniture = SIGNATURE


def _set_apart_revisions(lines: list[Line], last: int) -> None:
    """A history of revisions at the very end is no part of the last clause."""
    begin = next(
        (i for i in range(last + 1, len(lines)) if REVISIONS.fullmatch(lines[i].plain) and not lines[i].furniture), None
    )
    for line in lines[begin:] if begin is not None else []:
        line.furniture = line.furniture or kept("文末的修订记录")
    if begin is not None:
        lines[begin].doubts.append((kept("文末的修订记录，没有放进章节"), kept("属于制度正文的，恢复为正文")))


def _note_unstructured(lines: list[Line]) -> None:
    content = [line for line in lines if not line.furniture]
    if len(content) > 1 and is_title(content[0]):
        content.pop(0).furniture = TITLE_REASON
    if content:
        content[0].doubts.append(
            (kept("没有识别出章、节、条的编号或标题，全文作为一条"), kept("在需要的地方断开，并设为章或者条"))
        )
