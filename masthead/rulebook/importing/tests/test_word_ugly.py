"""Word files with automatic numbers of every make: several lists, restarts, styles, siblings without deeper numbers, the same format on two depths."""

import pytest

from masthead.rulebook.importing.tests.conftest import furniture, reading, tree
from masthead.rulebook.importing.tests.word_files import list_of, paragraph, word_file

STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{props}</w:style>'
    for key, name, props in (
        ("h1", "heading 1", ""),
        ("h2", "heading 2", ""),
        ("n1", "List Number", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        ("n2", "List Number 2", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>'),
    )
)
RESTART = '<w:num w:numId="{}"><w:abstractNumId w:val="{}"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
DECIMAL = list_of(("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"), ("lowerLetter", "%4)"))
CHINESE = list_of(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
NAMED = list_of(("chineseCounting", "第%1章"), ("chineseCounting", "第%2节"), ("chineseCounting", "第%3条")).replace(
    '<w:lvl w:ilvl="2"><w:start w:val="1"/>', '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:lvlRestart w:val="0"/>'
)
APART = (
    list_of(("chineseCounting", "第%1章"), key=1)
    + list_of(("chineseCounting", "第%1条"), key=2)
    + list_of(("chineseCounting", "（%1）"), key=3)
    + RESTART.format(4, 3)
)
DOTS = list_of(("decimal", "%1."), key=1) + list_of(("decimal", "%1."), key=2)


def _body(*rows: tuple[str, int | None] | tuple[str, int | None, dict[str, object]]) -> str:
    return "".join(paragraph(r[0], level=r[1], **(r[2] if len(r) > 2 else {})) for r in rows)  # type: ignore[arg-type]


FILES = {
    "decimal siblings": (
        _body(("总则", 0), ("目的", 1), ("为规范。", None), ("账号", 0), ("开设", 1), ("报批。", 2), ("登记：", 2),
              ("微博；", 3), ("注销", 1), ("停用即注销。", None), ("附则", 0), ("自发布之日起施行。", 1)),
        DECIMAL,
        [["1 总则", ["1.1 目的", " 为规范。"]], ["2 账号", ["2.1 开设", "2.1.1 报批。", "2.1.2 登记：\na)\t微博；"], ["2.2 注销", " 停用即注销。"]],
         ["3 附则", ["", "3.1 自发布之日起施行。"]]],
    ),
    "a list of its own for each kind": (
        _body(("总则", 0), ("账号：", 0, {"num": 2}), ("微博；", 0, {"num": 3}), ("微信。", 0, {"num": 3}),
              ("职责", 0), ("宣传部：", 0, {"num": 2}), ("审批；", 0, {"num": 4}), ("考核。", 0, {"num": 4})),
        APART,
        [["第一章 总则", ["", "第一条 账号：\n（一）\t微博；\n（二）\t微信。"]], ["第二章 职责", ["", "第二条 宣传部：\n（一）\t审批；\n（二）\t考核。"]]],
    ),
    "headings with numbers": (
        _body(("账号", 0, {"style": "h1"}), ("开设", 1, {"style": "h2"}), ("报批。", 2), ("登记。", 2), ("注销", 1, {"style": "h2"}), ("停用即注销。", None),
              ("内容", 0, {"style": "h1"}), ("审核", 1, {"style": "h2"}), ("三审。", 2)),
        CHINESE,
        [["一、 账号", ["（一） 开设", "1. 报批。", "2. 登记。"], ["（二） 注销", " 停用即注销。"]], ["二、 内容", ["（一） 审核", "1. 三审。"]]],
    ),
    "articles through chapters and sections": (
        _body(("账号", 0), ("开设", 1), ("报批。", 2), ("登记。", 2), ("注销", 1), ("停用的账号应当注销，由宣传部办理。", None), ("内容", 0), ("三审。", 2)),
        NAMED,
        [["第一章 账号", ["第一节 开设", "第一条 报批。", "第二条 登记。"], ["第二节 注销", " 停用的账号应当注销，由宣传部办理。"]],
         ["第二章 内容", ["", "第三条 三审。"]]],
    ),
    "one format on two depths": (
        _body(("账号", 0), ("报批。", 1), ("登记：", 1), ("总部；", 2), ("内容", 0), ("三审。", 1)),
        list_of(("decimal", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)")),
        [["1. 账号", ["", "1. 报批。", "2. 登记：\na)\t总部；"]], ["2. 内容", ["", "1. 三审。"]]],
    ),
    "list styles of two depths": (
        _body(("总则", None, {"style": "h1"}), ("规范。", None, {"style": "n1"}), ("账号", None, {"style": "h1"}), ("专人：", None, {"style": "n1"}),
              ("总部；", None, {"style": "n2"}), ("分公司。", None, {"style": "n2"}), ("改密。", None, {"style": "n1"})),
        DOTS,
        [["总则", ["", "1. 规范。"]], ["账号", ["", "2. 专人：\n1.\t总部；\n2.\t分公司。", "3. 改密。"]]],
    ),
    "chapters typed, articles automatic": (
        _body(("第一章", None), ("总则", None), ("目的", 0), ("为规范账号管理制定本办法", None), ("第二章", None), ("附则", None), ("施行", 0), ("当日", None)),
        list_of(("chineseCounting", "第%1条")),
        [["第一章 总则", ["", "第一条 目的\n为规范账号管理制定本办法"]], ["第二章 附则", ["", "第二条 施行\n当日"]]],
    ),
    "english": (
        _body(("General", 0), ("Purpose.", 1), ("Scope.", 1), ("Final", 0), ("Effect.", 1)),
        list_of(("upperRoman", "Chapter %1"), ("decimal", "Article %2")),
        [["Chapter I General", ["", "Article 1 Purpose.", "Article 2 Scope."]], ["Chapter II Final", ["", "Article 1 Effect."]]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_automatic_numbers_make_the_places_that_word_shows(name):
    body, numbering, expected = FILES[name]

    assert tree(reading(word_file(body, numbering=numbering, styles=STYLES))) == expected


def test_a_contents_list_typed_above_and_a_table_of_control_lines_are_furniture():
    cell = lambda text: f"<w:tc>{paragraph(text)}</w:tc>"  # noqa: E731
    sheet = f"<w:tbl><w:tr>{cell('文件编号：YL-01')}{cell('版本：A/0')}</w:tr></w:tbl>"
    body = (
        sheet
        + _body(("新媒体办法", None), ("目录", None), ("第一章 总则 1", None), ("第二章 附则 2", None))
        + _body(
            ("总则", 0), ("规范。", 0, {"num": 2}), ("附则", 0), ("见附件1。", 0, {"num": 2}), ("附件1 登记表", None)
        )
        + f"<w:tbl><w:tr>{cell('姓名')}{cell('部门')}</w:tr></w:tbl>"
    )
    found = reading(word_file(body, numbering=APART))

    assert tree(found) == [
        ["第一章 总则", ["", "第一条 规范。"]],
        ["第二章 附则", ["", "第二条 见附件1。"]],
        ["附件1 登记表", ["", " 姓名\t部门"]],
    ]
    assert len(furniture(found)) == 5
