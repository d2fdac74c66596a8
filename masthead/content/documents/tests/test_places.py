"""Plain offsets, marks and anchors: what a finding or an annotation points at is found in the HTML, and again after edits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masthead.content.documents import (
    Hold,
    Mark,
    NotOneRun,
    anchor_in,
    clean_html,
    find_again,
    marked_article,
    marked_line,
    placed,
    plain_text,
    replaced,
)

BODY = "<p>三月十二日清晨，<strong>茶园</strong>开始采摘。</p><p>二月的倒春寒让芽头放慢了脚步。</p><ul><li>一芽一叶</li></ul>"
PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<br>",
        "<td>",
        "</td>",
        "春茶",
        " ",
        "\u00a0",
        "\n",
        "\t",
        "&amp;",
        "&lt;i",
        "\u3000",
        "ab",
        "\u2028",
        "<hr>",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join))
def test_every_character_of_the_plain_text_has_its_origin(html: str) -> None:
    taken = placed(html)

    assert taken.plain == plain_text(html)
    for at, origin in enumerate(taken.origins):
        if origin is not None:
            source = taken.pieces[origin[0]][origin[1]]
            assert source == taken.plain[at] or source == "\u00a0"


def test_marks_stand_on_the_very_words_and_nothing_of_the_text_becomes_markup() -> None:
    html = clean_html("<p>开始&lt;script&gt;采摘<em>春</em>茶</p><img src='asset:" + "a" * 64 + "'>")
    at = plain_text(html).index("采摘")
    shown = marked_article(html, [Mark("f1", at, at + 3, "block", "“'><b>")], {"a" * 64: "/files/1"})

    assert "<script" not in shown and "“'><b>" not in shown
    assert shown.count('data-keys="f1"') == 2  # the mark crosses into <em>, in two runs
    assert shown.count('id="place-f1"') == 1
    assert 'src="/files/1"' in shown and "style=" not in shown
    assert marked_line("<b>题", [Mark("f2", 0, 3, "warn", "x")]).count("&lt;b&gt;") == 2  # the words, and their label


@pytest.mark.parametrize(
    ("edited", "hold", "words"),
    [
        ("三月十二日清晨，茶园开始采摘。\n二月的倒春寒让芽头放慢了脚步。", Hold.ANCHORED, "倒春寒让芽头"),
        ("今年三月，茶园开始采摘。\n二月的倒春寒让芽头放慢了脚步。", Hold.MOVED, "倒春寒让芽头"),
        ("倒春寒让芽头先看。\n三月十二日清晨，茶园开始。\n二月的倒春寒让芽头放慢了脚步。", Hold.MOVED, "倒春寒让芽头"),
        ("三月十二日清晨，茶园开始采摘。\n二月的倒春寒使芽头放慢了脚步。", Hold.MOVED, "倒春寒使芽头"),
        ("三月十二日清晨，茶园开始采摘。", Hold.ORPHANED, ""),
    ],
)
def test_an_anchor_survives_edits_or_says_that_its_words_are_gone(edited: str, hold: Hold, words: str) -> None:
    before = "三月十二日清晨，茶园开始采摘。\n二月的倒春寒让芽头放慢了脚步。"
    at = before.index("倒春寒")

    found = find_again(anchor_in(before, at, at + 6), edited)

    assert (found.hold, edited[found.start : found.end]) == (hold, words)
    if words and edited.startswith("倒春寒"):  # of two repetitions the one with the old neighbours
        assert found.start == edited.rindex("倒春寒")


def test_other_words_take_the_place_of_a_range_and_the_rest_stays() -> None:
    text = plain_text(BODY)
    at = text.index("，茶园开")

    changed = replaced(BODY, at, at + 4, "，<茶山>开")

    assert plain_text(changed) == text.replace("，茶园开", "，<茶山>开")
    assert "<li>一芽一叶</li>" in changed and "<strong></strong>" in changed
    for bad in ((0, len(text)), (3, 3), (len(text) - 1, len(text) + 4)):
        with pytest.raises(NotOneRun):
            replaced(BODY, *bad, "x")
