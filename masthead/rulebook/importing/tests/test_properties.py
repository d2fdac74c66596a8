"""Whatever the text: nothing is lost, nothing hangs, and a well-formed rulebook comes back as it was."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masthead.core.errors import BadInput
from masthead.rulebook.importing.characters import counting, number_of
from masthead.rulebook.importing.reading import read
from masthead.rulebook.importing.tests.conftest import outline, reading

PIECES = st.sampled_from(
    ["第一章", "第二章 职责", "第三条", "第 二 条", "第10条之一", "一、", "（一）", "1.", "1.1", "２．３．４", "①", "a)", "附件1", "附则", "目录", "依照第五条的规定", "第 3 页 共 9 页",  # noqa: E501
     "— 5 —", "12", "\f", "\n", "\n\n", " ", "\u3000", "。", "；", "：", "“", "”", "**", "#", "## ", "|", "---", "```", "> ", "账号管理", "为了规范公司新媒体，制定本制度。", "2024年1月1日",  # noqa: E501
     "某某公司", "...... 3", "\u200b", "\t", "<!--", "-->", "\\", "第", "条", "章"]
)  # fmt: skip
CALM = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@CALM
@given(st.lists(PIECES, max_size=60), st.sampled_from(["a.txt", "a.md"]))
def test_nothing_is_lost_of_any_mixture(pieces, name):
    try:
        found = read("".join(pieces).encode(), name)
    except BadInput:
        return
    assert found.lost == ""


@CALM
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data):
    try:
        found = read(data, "a.docx")
    except BadInput as error:
        refusal = error
    else:
        refusal = None
    assert refusal.advice if refusal else found.lost == ""


@CALM
@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n", "\n\n", "\n　　"]),
    st.sampled_from([" ", "　", "  "]),
    st.booleans(),
)
def test_a_well_formed_rulebook_comes_back_as_it_was(chapters, newline, gap, arabic):
    number = str if arabic else counting
    rows, expected, article = [], [], 0
    for n, size in enumerate(chapters, 1):
        rows.append(f"第{number(n)}章{gap}账号管理{counting(n)}")
        expected.append([f"第{number(n)}章 账号管理{counting(n)}", [""]])
        for _ in range(size):
            article += 1
            rows.append(f"第{number(article)}条{gap}账号由专人管理，依照第{number(article + 1)}条的规定处理。")
            expected[-1][1].append(f"第{number(article)}条")

    assert outline(reading(newline.join(rows))) == expected


@CALM
@given(st.integers(1, 9999))
def test_chinese_numbers_are_read_back(value):
    assert number_of(counting(value)) == value


@pytest.mark.parametrize(
    "text",
    ["第" + " " * 200_000 + "章", "第" * 200_000, "1." * 200_000, "**a" * 100_000, "<!--" * 100_000, "第一章" + "." * 200_000, "“第一条。" * 60_000, "目录\n" * 20_000, "第 3 页 共 5 页 内容。" * 20_000],  # noqa: E501
    ids=["spaces", "di", "dots", "stars", "comments", "leaders", "quotes", "contents", "pages"],
)  # fmt: skip
def test_hostile_texts_cost_no_more_than_others(text):
    began = time.perf_counter()
    for name in ("a.txt", "a.md"):
        assert read(text.encode(), name).lost == ""

    assert time.perf_counter() - began < 20
