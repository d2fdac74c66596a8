"""Word import: what is in the file arrives, what is broken is refused in words."""

import io
import zipfile
from contextlib import suppress

import pytest
from docx import Document
from docx.shared import Inches
from PIL import Image

from masthead.content.documents import import_docx
from masthead.core.digest import digest_bytes
from masthead.core.errors import BadInput


def picture(colour: str = "green", kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(out, kind)
    return out.getvalue()


def word(*, with_picture: bool = True) -> bytes:
    document = Document()
    document.add_heading("蒙顶山春茶开采第一周", level=0)
    document.add_paragraph("三月十二日，海拔一千二百米的茶园开始采摘。")
    document.add_heading("采摘标准", level=2)
    document.add_paragraph("单芽，长度一点五到二厘米。", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "批次", "产量"
    if with_picture:
        document.add_picture(io.BytesIO(picture()), width=Inches(1))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rewritten(data: bytes, part: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return out.getvalue()


def test_a_word_file_arrives_with_title_structure_table_and_picture() -> None:
    document = import_docx(word())

    assert document.title == "蒙顶山春茶开采第一周"
    assert "采摘标准</h2>" in document.html and "<li>单芽" in document.html and "批次" in document.html
    assert len(document.pictures) == 1
    assert f"asset:{digest_bytes(document.pictures[0][0])}" in document.html


def test_a_document_without_heading_takes_its_first_line_as_title() -> None:
    source = Document()
    source.add_paragraph("清明前的茶山")
    out = io.BytesIO()
    source.save(out)

    assert import_docx(out.getvalue()).title == "清明前的茶山"


BROKEN = {
    "empty": b"",
    "text": "不是文档".encode(),
    "old_doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "cut_short": word()[:2000],
    "half": word()[: len(word()) // 2],
    "no_xml": rewritten(word(), "word/document.xml", b"\x00\x01\x02"),
    "unclosed": rewritten(word(), "word/document.xml", b"<w:document><w:body>"),
    "entities": rewritten(word(), "word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "outside": rewritten(word(), "word/_rels/document.xml.rels", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'),
    "blank": rewritten(word(with_picture=False), "word/document.xml", b"<w:document xmlns:w='x'/>"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_word_file_is_refused_in_words_with_what_to_do(name: str) -> None:
    with pytest.raises(BadInput) as refusal:
        import_docx(BROKEN[name])

    assert refusal.value.code == "word_unreadable"
    assert "Word" in str(refusal.value.advice)


@pytest.mark.parametrize("step", range(60))
def test_a_word_file_with_random_damage_never_fails_otherwise(step: int) -> None:
    data = bytearray(word())
    for offset in range(step * 37 % 200, len(data), 211 + step):
        data[offset] ^= 0xFF

    with suppress(BadInput):
        assert import_docx(bytes(data)).html
