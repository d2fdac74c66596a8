"""Policy texts of different shapes: levels learned from the document, references left alone, doubts named, nothing lost."""

import pytest

from masthead.rulebook.importing.tests.conftest import clauses, furniture, outline, reading, reasons

PAGES = """云岭茶业有限公司新媒体管理制度
第一章 总则
第一条 为规范公司新媒体，防范风险，制定本制度，请各部门结
1
云岭茶业有限公司新媒体管理制度
合实际执行。
第二条 适用全体员工。
第 2 页 共 3 页
云岭茶业有限公司新媒体管理制度
第二章 职责
第三条 宣传部负责编辑。
3
"""


def test_chapters_and_articles_with_spaces_full_width_digits_and_branches():
    found = reading(
        "第 一 章　总　则\n第 一 条　甲。\n第２条　乙。\n第二条之一 丙。\n第3条：丁。\n第二章 附 则\n第四條 戊。"
    )

    assert outline(found) == [
        ["第 一 章 总则", ["", "第 一 条", "第２条", "第二条之一", "第3条："]],
        ["第二章 附则", ["", "第四條"]],
    ]


def test_sections_stand_between_chapters_and_articles_and_parts_above():
    found = reading(
        "第一编 总则\n第一章 一般规定\n第一节 目的\n第一条 甲。\n第二节 范围\n第二条 乙。\n第二章 管理\n第三条 丙。"
    )

    assert outline(found) == [
        ["第一编 总则", [""]],
        ["第一章 一般规定", ["第一节 目的", "第一条"], ["第二节 范围", "第二条"]],
        ["第二章 管理", ["", "第三条"]],
    ]


def test_chinese_counts_nest_as_the_document_nests_them():
    found = reading(
        "一、总则\n（一）目的\n1、甲。\n2、乙：\n（1）子；\n（2）丑。\n（二）范围\n1、丙。\n二、附则\n（一）施行\n1、丁。"
    )

    assert outline(found) == [
        ["一、 总则", ["（一） 目的", "1、", "2、"], ["（二） 范围", "1、"]],
        ["二、 附则", ["（一） 施行", "1、"]],
    ]
    assert clauses(found)["2、"] == "乙：\n（1）子；\n（2）丑。"


def test_a_list_below_a_sentence_is_no_level():
    found = reading("一、总则\n（一）为了规范管理。\n（二）各部门应当：\n1. 编辑；\n2. 发布。\n二、附则\n（一）施行。")

    assert outline(found) == [["一、 总则", ["", "（一）", "（二）"]], ["二、 附则", ["", "（一）"]]]


def test_decimal_numbers_tell_their_own_depth():
    found = reading(
        "１　总则\n１．１目的\n1.1.1 甲，超过\n3.5 万元的须审批。\n1.1.2乙。\n2 职责\n2.1 组长\n2.1.1 丙：\n2.1.1.1 丁。\n2.2 宣传部负责编辑。\n3 附则\n3.1 戊。3.2 己。"  # noqa: E501
    )

    assert outline(found) == [
        ["１ 总则", ["１．１ 目的", "1.1.1", "1.1.2"]],
        ["2 职责", ["2.1 组长", "2.1.1"], ["", "2.2"]],
        ["3 附则", ["", "3.1", "3.2"]],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "壹、總則\n一、甲：子。\n二、乙。\n貳、附則\n一、丙。",
            [["壹、 總則", ["", "一、", "二、"]], ["貳、 附則", ["", "一、"]]],
        ),
        ("I. 总则\n1. 甲。\n2. 乙。\nII. 附则\n1. 丙。", [["I. 总则", ["", "1.", "2."]], ["II. 附则", ["", "1."]]]),
        (
            "第一部分 要求\n1.甲。\n2.乙。\n第二部分 附则\n1.丙。",
            [["第一部分 要求", ["", "1.", "2."]], ["第二部分 附则", ["", "1."]]],
        ),
        (
            "一、总则\n第一条 甲。\n第二条 乙：\n1、子；\n2、丑。\n二、附则\n第三条 丙。",
            [["一、 总则", ["", "第一条", "第二条"]], ["二、 附则", ["", "第三条"]]],
        ),
        (
            "第一章 总则\n1.1 甲。\n1.2 乙。\n第二章 职责\n2.1 丙。",
            [["第一章 总则", ["", "1.1", "1.2"]], ["第二章 职责", ["", "2.1"]]],
        ),
        ("1.0 目的\n规范。\n2.0 范围\n2.1 甲。\n2.2 乙。", [["1.0 目的", ["", ""]], ["2.0 范围", ["", "2.1", "2.2"]]]),
        (
            "第 1 章 总则\n第 1.1 条 甲。\n第 2 章 附则\n第 2.1 条 乙。",
            [["第 1 章 总则", ["", "第 1.1 条"]], ["第 2 章 附则", ["", "第 2.1 条"]]],
        ),
        (
            "一 总则\n1 目的\n规范。\n2 范围\n全体。\n二 附则\n1 施行\n当日。",
            [["一 总则", ["", "1", "2"]], ["二 附则", ["", "1"]]],
        ),
        (
            "一、甲甲\n（一）子。\n（二）丑。\n二、乙乙\n1、寅。\n2、卯。",
            [["一、 甲甲", ["", "（一）", "（二）"]], ["二、 乙乙", ["", "1、", "2、"]]],
        ),
        ("公司制度第一章总则第一条为规范。第二条全体。", [["第一章 总则", ["", "第一条", "第二条"]]]),
        ("1. 甲甲。\n2. 乙：\n（1）子；\n（2）丑。\n3. 丙，见《手册》第12条。", [["", ["", "1.", "2.", "3."]]]),
    ],
)
def test_other_counts(text, expected):
    assert outline(reading(text)) == expected


def test_references_never_begin_a_place_wherever_lines_break():
    text = (
        "第一条 依照第三条的规定和本制度第二章办理。违反本制度\n第三条规定的，依第二条处理；处分见第三条、第四条。\n"
        "第二条 内容为：“第一条 我承诺。第二条 我保密。”\n第三条的附表另发。\n第三条 甲，但第\n四条另有规定的除外。\n第四条 乙。"
    )

    assert list(clauses(reading(text))) == ["第一条", "第二条", "第三条", "第四条"]


def test_lost_line_breaks_are_found_by_the_count():
    text = "公司制度 第一章 总则 第一条 为规范，制定本制度。 第二条 新媒体，详见第三章。第二章 管理 第三条 登记。第四条 违反第三条的，依照第六条处理；第三章 附则第五条解释。第六条 施行。"  # noqa: E501
    found = reading(text)

    assert outline(found) == [
        ["第一章 总则", ["", "第一条", "第二条"]],
        ["第二章 管理", ["", "第三条", "第四条"]],
        ["第三章 附则", ["", "第五条", "第六条"]],
    ]
    assert furniture(found) == ["公司制度"]
    assert "没有换行" in reasons(found)


def test_page_furniture_is_cut_out_and_the_sentence_goes_on():
    found = reading(PAGES)

    assert outline(found) == [["第一章 总则", ["", "第一条", "第二条"]], ["第二章 职责", ["", "第三条"]]]
    assert clauses(found)["第一条"] == "为规范公司新媒体，防范风险，制定本制度，请各部门结合实际执行。"
    assert len(furniture(found)) == 6


def test_contents_are_furniture_with_and_without_page_numbers():
    body = "第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n"
    with_pages = reading("制度\n目 录\n第一章 总则......1\n第二章 附则 …… 2\n" + body)
    without = reading("制度\n目录\n第一章 总则\n第二章　附则\n" + body)

    assert outline(with_pages) == outline(without) == [["第一章 总则", ["", "第一条"]], ["第二章 附则", ["", "第二条"]]]


def test_title_notice_control_lines_and_signature_are_named():
    found = reading(
        "关于印发管理办法的通知\n各部门：\n现将办法印发给你们，请执行。\n密级：内部\nX发〔2024〕5号\n第一条 甲。\n第二条 乙。\n某某集团办公室\n二〇二四年一月一日"  # noqa: E501
    )

    assert clauses(found) == {"第一条": "甲。", "第二条": "乙。"}
    assert len(furniture(found)) == 7
    assert "第一章（条）之前的文字" in reasons(found)


def test_annexes_are_chapters_with_a_count_of_their_own():
    found = reading(
        "第一条 甲。\n第二条 乙。\n附件：1.审批表\n2.登记表\n附件1 审批表\n一、姓名\n二、部门\n附件2：登记表\n第一条 登记。"
    )

    assert outline(found) == [
        ["", ["", "第一条", "第二条"]],
        ["附件1 审批表", ["", "一、", "二、"]],
        ["附件2： 登记表", ["", "第一条"]],
    ]


def test_gaps_doubles_and_disorder_are_kept_and_doubtful():
    found = reading("第1条 甲。\n第2条 乙。\n第4条 丙。\n第4条 丁。\n第3条 戊。")

    assert list(outline(found)[0][1]) == ["", "第1条", "第2条", "第4条", "第4条", "第3条"]
    assert all(word in reasons(found) for word in ("不连续", "重复", "颠倒"))


def test_texts_without_numbers_keep_everything():
    nothing = reading("大家要遵守纪律。\n发布之前请领导看。")
    titled = reading(
        "总则\n为规范新媒体运营，制定本制度，全体员工应当遵守。\n附则\n本制度自发布之日起施行，由宣传部负责解释。"
    )

    assert outline(nothing) == [["", ["", ""]]]
    assert "没有识别出" in reasons(nothing)
    assert outline(titled) == [["总则", ["", ""]], ["附则", ["", ""]]]


TRADITIONAL = "第一章 總則\r\n第一條 為規範本公司社群帳號，特訂定本規章。\r\n第二條 違反前條規定者，依第三條處理。\r\n第二章 附則\r\n第三條 本規章自公布日施行。"  # noqa: E501
SIMPLIFIED = (
    "第一章 总则\n第一条 为规范公司账号，制定本制度。\n第二条 违反规定的，依照第三条处理。\n第二章 附则\n第三条 施行。"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5"])
def test_encodings_are_told_apart_by_how_they_read(encoding):
    text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    found = reading(text.encode(encoding))

    assert [c[0][:3] for c in outline(found)] == ["第一章", "第二章"]
    assert len(clauses(found)) == 3


def test_invisible_characters_radicals_and_damage_do_not_hide_a_number():
    found = reading("第\u200b一\u200b章 总则\n第⼀条 规范⼯作。\n第二条 乙。")
    damaged = reading(SIMPLIFIED.encode() + b"\xff\xe4")

    assert outline(found) == [["第一章 总则", ["", "第⼀条", "第二条"]]]
    assert "无法识别" in reasons(damaged)


def test_markdown_marks_are_taken_off_and_code_begins_nothing():
    text = "---\ntitle: x\n---\n# 制度\n## 第一章 总则\n### 第一条 目的\n为规范**新媒体**。\n\n```\n# 第九条\n```\n第二章 职责\n------\n**第二条** 乙。\n<!-- 注 -->\n## 附则\n### 第三条 解释\n丙。"  # noqa: E501
    found = reading(text, "制度.md")

    assert outline(found) == [
        ["第一章 总则", ["", "第一条"]],
        ["第二章 职责", ["", "第二条"]],
        ["附则", ["", "第三条"]],
    ]
    assert clauses(found)["第一条"] == "目的\n为规范新媒体。\n```\n# 第九条\n```"


def test_markdown_headings_without_numbers_are_chapters_and_sections():
    found = reading("# 制度\n## 总则\n### 目的\n甲。\n## 职责\n### 组长\n1. 统筹；\n2. 协调。\n", "制度.md")

    assert outline(found) == [["总则", ["目的", ""]], ["职责", ["组长", "1.", "2."]]]


def test_a_chapter_heading_repeated_on_the_next_page_is_a_running_head():
    found = reading("第一章 总则\n第一条 账号实名。\n第一章 总则\n第二条 内容审核。\n第二章 附则\n第三条 施行。")

    assert outline(found) == [["第一章 总则", ["", "第一条", "第二条"]], ["第二章 附则", ["", "第三条"]]]
    assert "章节标题重复出现，按页眉处理" in reasons(found)
