"""Blocks, marked differences, typographic habits: pure functions over clean HTML."""

import pytest

from masthead.content.documents import clean_html, clean_variants, inlined_html, mark_of
from masthead.content.documents.blocks import blocks_of, marked_changes
from masthead.content.documents.themes import THEMES
from masthead.content.documents.typography import tidied
from masthead.content.queries.merging import chunks_of
from masthead.content.queries.wordings import half_topics, spans_of

ONE, TWO = f"asset:{'a' * 64}", f"asset:{'b' * 64}"
TIDY = {
    "今年春茶,比去年晚 3 天.": "今年春茶，比去年晚3天。",
    "价格:9.9 元,时间 9:30": "价格：9.9元，时间9:30",
    '他说"好茶"(真的)...': "他说“好茶”（真的）……",
    "见 https://a.example/x,y?b=1 吧!": "见 https://a.example/x,y?b=1 吧！",
    "用 iPhone 拍的": "用iPhone拍的",
    "Ｔｅａ　１００％": "Tea 100%",
    "plain English, with a comma.": "plain English, with a comma.",
    "甲&amp;乙 a&lt;b": "甲&amp;乙a&lt;b",
}


@pytest.mark.parametrize("given", TIDY)
def test_typographic_habits_change_marks_and_leave_meaning(given: str) -> None:
    once, _count = tidied(f"<p>{given}</p>")

    assert tidied(once)[1] == 0
    if "Ｔ" not in given:
        assert once == f"<p>{TIDY[given]}</p>"


def test_blank_lines_and_typed_indents_go_and_code_stays() -> None:
    html = '<p>　　第一段</p><p><br></p><p style="text-indent: 2em; color: red">第二段</p><pre>a, b</pre><p>&nbsp;</p>'
    html += f'<p><img src="{ONE}"></p>'

    tidy, count = tidied(html)

    assert "　" not in tidy and "<br" not in tidy and "text-indent" not in tidy and "&nbsp;" not in tidy
    assert f'<p><img src="{ONE}"></p>' in tidy and "<pre>a, b</pre>" in tidy and "color: red" in tidy and count >= 4


def test_blocks_are_the_outermost_elements_in_order() -> None:
    html = f'<h2>一</h2><section><p>二</p><p>三</p></section>散字<p>四<br>五</p><p><img src="{ONE}"></p>'

    assert blocks_of(html) == ["<h2>一</h2>", "<section><p>二</p><p>三</p></section>", "散字", "<p>四<br>五</p>", f'<p><img src="{ONE}"></p>']  # fmt: skip
    assert "".join(blocks_of(html)) == html and blocks_of("") == []


def test_a_difference_marks_words_blocks_and_pictures() -> None:
    old = f'<p>霜降之后，茶园封园。</p><p><img src="{ONE}"></p><p>这一段要删。</p>'
    new = f'<p>霜降<b>以后</b>，茶园封园。</p><p><img src="{TWO}"></p>'

    kinds = [(c.kind, c.html) for c in marked_changes(old, new)]

    assert kinds[0][0] == "change" and "<del>之</del>" in kinds[0][1] and "<ins>以</ins>" in kinds[0][1]
    assert f'<del><img src="{ONE}"></del><ins><img src="{TWO}"></ins>' in kinds[1][1]
    assert kinds[2] == ("del", "<del><p>这一段要删。</p></del>")
    assert all(c.kind == "same" for c in marked_changes(new, new))


def test_a_merge_proposes_the_side_that_moved_and_calls_a_clash_one() -> None:
    base = "<p>一</p><p>二</p><p>三</p>"
    mine, theirs = "<p>一</p><p>二改</p><p>三</p>", "<p>一</p><p>二</p><p>三</p><p>四</p>"

    chunks = chunks_of(base, mine, theirs)
    merged = "".join(b for c in chunks for b in (c.mine if c.same or c.choice == "mine" else c.theirs).html)
    clash = next(c for c in chunks_of(base, "<p>一</p><p>我</p><p>三</p>", "<p>一</p><p>她</p><p>三</p>") if not c.same)

    assert merged == "<p>一</p><p>二改</p><p>三</p><p>四</p>"
    assert clash.clash and (clash.mine.text, clash.theirs.text) == ("我", "她")


def test_topics_mentions_and_links_are_found_as_each_platform_finds_them() -> None:
    text = "看这里 #春茶# @云岭茶事 https://a.example/x，好"

    assert [(s.kind, s.text) for s in spans_of(text, double=True) if s.kind != "plain"] == [
        ("tag", "#春茶#"), ("mention", "@云岭茶事"), ("link", "https://a.example/x"),
    ]  # fmt: skip
    assert half_topics("#春茶 新茶", double=True) == ["#春茶"] and half_topics("#春茶# 新茶", double=True) == []
    assert half_topics("#春茶#好喝", double=False) == ["#春茶#"] and half_topics("#春茶 好喝", double=False) == []


@pytest.mark.parametrize("theme", ["", *THEMES])
def test_every_theme_ends_inline_and_passes_the_platforms_filter(theme: str) -> None:
    styled = inlined_html('<h2>一</h2><blockquote><p>二</p></blockquote><p style="color: #ff0000">三</p>', theme)

    assert "class=" not in styled and "<style" not in styled and "#ff0000" in styled
    assert "url(" not in styled and "position" not in styled and "flex" not in styled
    assert THEMES[theme].colour in styled if theme else "#1f2329" in styled


def test_a_variant_remembers_the_mark_of_the_master_it_was_made_from() -> None:
    master = {"title": "主稿", "html": clean_html("<p>文</p>"), "tags": []}

    made = clean_variants({"7": {"title": " 短  标题 ", "tags": ["#春茶"], "unknown": 1}, "8": {}, "9": "x"}, master)

    assert made == {
        "7": {"title": "短 标题", "tags": ["春茶"], "from": {"title": mark_of("主稿"), "tags": mark_of([])}}
    }
    assert clean_variants({"7": {"title": "短", "from": {"title": "moved"}}}, master)["7"]["from"]["title"] == "moved"
