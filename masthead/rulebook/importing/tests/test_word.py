"""Word files: numbers as Word prints them, text in reading order, everything beside the text named."""

import zipfile
from io import BytesIO

import pytest

from masthead.core.errors import BadInput
from masthead.rulebook.importing.reading import read
from masthead.rulebook.importing.tests.conftest import clauses, furniture, outline, reading, reasons
from masthead.rulebook.importing.tests.word_files import W, list_of, paragraph, word_file
from masthead.rulebook.importing.word.formats import printed

CHAPTERS = list_of(("chineseCounting", "第%1章"), ("chineseCounting", "第%2条"), ("decimal", "%3."))
STYLES = """<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="toc1"><w:name w:val="toc 1"/></w:style><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>"""  # noqa: E501


def test_automatic_numbers_are_printed_and_deeper_levels_begin_anew():
    body = "".join(
        paragraph(text, level=level)
        for text, level in [
            ("总则", 0),
            ("为了规范。", 1),
            ("适用全体：", 1),
            ("编辑；", 2),
            ("发布。", 2),
            ("职责", 0),
            ("宣传部编辑。", 1),
        ]
    )
    found = reading(word_file(body, numbering=CHAPTERS))

    assert outline(found) == [["第一章 总则", ["", "第一条", "第二条"]], ["第二章 职责", ["", "第一条"]]]
    assert "1.\t编辑；\n2.\t发布。" in "".join(
        k["text"] for c in found.as_json()["chapters"] for s in c["sections"] for k in s["clauses"]
    )


def test_articles_that_never_restart_count_through_the_chapters():
    through = CHAPTERS.replace(
        '<w:lvl w:ilvl="1"><w:start w:val="1"/>', '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:lvlRestart w:val="0"/>'
    )
    body = "".join(paragraph(t, level=n) for t, n in [("总则", 0), ("甲。", 1), ("乙。", 1), ("职责", 0), ("丙。", 1)])

    assert outline(reading(word_file(body, numbering=through))) == [
        ["第一章 总则", ["", "第一条", "第二条"]],
        ["第二章 职责", ["", "第三条"]],
    ]


def test_numbers_linked_to_heading_styles_and_a_start_override():
    lists = CHAPTERS.replace(
        "</w:num>", '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>'
    )
    body = paragraph("监督", style="1") + paragraph("检查。", style="2") + paragraph("考核。", style="2")

    assert outline(reading(word_file(body, numbering=lists, styles=STYLES))) == [
        ["第三章 监督", ["", "第一条", "第二条"]]
    ]


@pytest.mark.parametrize(
    ("fmt", "value", "text"),
    [
        ("chineseCounting", 21, "二十一"), ("chineseCountingThousand", 103, "一百零三"), ("ideographDigital", 20, "二〇"), ("decimalFullWidth", 12, "１２"),
        ("ideographTraditional", 3, "丙"), ("ideographZodiac", 3, "寅"), ("chineseLegalSimplified", 12, "壹拾贰"), ("decimalEnclosedCircle", 20, "⑳"),
        ("upperRoman", 9, "IX"), ("lowerLetter", 28, "bb"), ("decimalZero", 4, "04"), ("taiwaneseCountingThousand", 10, "十"), ("bullet", 1, ""), ("none", 1, ""),  # noqa: E501
    ],
)  # fmt: skip
def test_formats_of_word_are_printed(fmt, value, text):
    assert printed(value, fmt) == text


def test_legal_numbering_shows_digits_below_chinese_chapters():
    lists = list_of(("chineseCounting", "第%1章"), ("decimal", "%1.%2")).replace(
        '<w:lvlText w:val="%1.%2"/>', '<w:isLgl/><w:lvlText w:val="%1.%2"/>'
    )
    body = "".join(paragraph(t, level=n) for t, n in [("总则", 0), ("甲。", 1), ("乙。", 1), ("职责", 0), ("丙。", 1)])

    assert outline(reading(word_file(body, numbering=lists))) == [
        ["第一章 总则", ["", "1.1", "1.2"]],
        ["第二章 职责", ["", "2.1"]],
    ]


def test_heading_styles_without_numbers_are_chapters_and_sections():
    body = paragraph("新媒体制度", style="T") + "".join(
        paragraph(t, style=s)
        for t, s in [
            ("总则", "h1"),
            ("目的", "h2"),
            ("为了规范管理，制定本制度。", ""),
            ("职责", "h1"),
            ("分工", "h2"),
            ("宣传部编辑。", ""),
        ]
    )
    found = reading(word_file(body, styles=STYLES))

    assert outline(found) == [["总则", ["目的", ""]], ["职责", ["分工", ""]]]
    assert furniture(found) == ["新媒体制度"]


def test_insertions_stay_deletions_are_reported_hidden_text_is_set_aside():
    runs = (
        "<w:ins><w:r><w:t>插入的</w:t></w:r></w:ins><w:del><w:r><w:delText>删掉的</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起来的</w:t></w:r>"
    )
    found = reading(word_file(paragraph("第一条 保留", runs=runs) + paragraph("第二条 乙。")))

    assert clauses(found)["第一条"] == "保留插入的"
    assert {"删掉的", "藏起来的"} <= set(furniture(found))
    assert "修订中已删除" in reasons(found)


def test_soft_line_breaks_divide_and_page_fields_and_contents_are_no_text():
    toc = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    body = (
        paragraph("", runs=f"{toc}<w:r><w:t>第一章 总则</w:t><w:tab/><w:t>1</w:t></w:r>") + paragraph("第二章 附则\u30001", style="toc1") + end
        + paragraph("第一章 总则") + paragraph("", runs="<w:r><w:t>第一条 甲。</w:t><w:br/><w:t>第二条 乙。</w:t></w:r>") + paragraph("第二章 附则") + paragraph("第三条 丙。")  # noqa: E501
    )  # fmt: skip
    found = reading(word_file(body, styles=STYLES))

    assert outline(found) == [["第一章 总则", ["", "第一条", "第二条"]], ["第二章 附则", ["", "第三条"]]]
    assert len(furniture(found)) == 2


def test_tables_stay_in_place_and_a_layout_table_of_one_cell_is_paragraphs():
    cell = lambda *texts: "<w:tc>" + "".join(paragraph(t) for t in texts) + "</w:tc>"  # noqa: E731
    table = f"<w:tbl><w:tr>{cell('岗位')}{cell('人数')}</w:tr><w:tr>{cell('编辑')}{cell('3')}</w:tr></w:tbl>"
    layout = f"<w:tbl><w:tr>{cell('第二条 乙。', '第三条 丙。')}</w:tr></w:tbl>"
    found = reading(word_file(paragraph("第一条 岗位：") + table + layout))

    assert clauses(found) == {"第一条": "岗位：\n岗位\t人数\n编辑\t3", "第二条": "乙。", "第三条": "丙。"}


def test_heads_feet_watermarks_notes_comments_and_boxes_have_their_places():
    runs = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="5"/></w:r><w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>'  # noqa: E501
    found = reading(
        word_file(
            paragraph("第一条 甲。", runs=runs) + paragraph("第二条 乙。"),
            header1=f'<w:hdr {W}><w:p><w:r><w:t>公司文件</w:t></w:r><w:r><w:pict><v:shape><v:textpath string="机密"/></v:shape></w:pict></w:r></w:p></w:hdr>',
            footnotes=f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>注解在此</w:t></w:r></w:p></w:footnote></w:footnotes>',
            comments=f'<w:comments {W}><w:comment w:id="5"><w:p><w:r><w:t>请改</w:t></w:r></w:p></w:comment></w:comments>',
        )
    )

    assert clauses(found)["第一条"] == "甲。\n框里的字\n注解在此"
    assert set(furniture(found)) == {"请改", "公司文件", "机密"}


def test_pictures_in_place_of_words_are_doubtful():
    found = reading(
        word_file(paragraph("", runs="<w:r><w:drawing/></w:r>") + paragraph("第一条 甲。") + paragraph("第二条 乙。"))
    )

    assert "图片" in reasons(found)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"), (b"\xef\xbb\xbf \r\n", "空的"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "旧版 Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"), (b"%PDF-1.7 x", "PDF"), (b"{\\rtf1 x}", "RTF"),
        (b"PK\x03\x04" + b"x" * 90, "损坏"), (b"<html><body>x</body></html>", "网页"), (bytes(range(256)) * 9, "不是文字"), (word_file("<w:p>"), "损坏"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_what_it_is(data, words):
    with pytest.raises(BadInput) as refused:
        read(data, "制度.docx")

    assert words in refused.value.message
    assert refused.value.advice


def test_a_bomb_and_an_archive_without_a_document_are_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    with pytest.raises(BadInput, match="解压后过大"):
        read(out.getvalue(), "a.docx")
    with pytest.raises(BadInput, match="没有可以导入的文字"):
        read(word_file("<w:p/>"), "a.docx")
