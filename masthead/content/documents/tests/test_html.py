"""Cleaning is the same at every door and keeps what an editor may use."""

import pytest

from masthead.content.documents import asset_hashes, clean_html, inlined_html, plain_text

SHA = "a" * 64

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://evil.example/x.png">',
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\tscript:alert(1)">x</a>',
    "<svg onload=alert(1)>",
    "<iframe src=//evil.example></iframe>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    '<p style="width:expression(alert(1))">x</p>',
    '<p style="position:fixed;top:0">x</p>',
    '<form action="//evil.example"><input name=a></form>',
    "<style>p{}</style><p>x</p>",
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    "<p onclick=alert(1)>x</p>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    '<base href="//evil.example">',
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    "<template><script>alert(1)</script></template>",
    '<img src="asset:../../etc/passwd">',
]


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_loses_what_makes_it_hostile(html: str) -> None:
    cleaned = clean_html(html).lower()

    for word in (
        "script",
        "onerror",
        "onload",
        "onclick",
        "evil",
        "javascript",
        "expression",
        "position",
        "<form",
        "<input",
        "passwd",
        "data:",
    ):
        assert word not in cleaned


def test_cleaning_keeps_the_styled_article_and_is_idempotent() -> None:
    html = (
        '<section style="padding:12px;background-color:#f5f5f5"><p style="text-align:center"><span style="color:#b03a2e">春茶上市</span></p>'
        f'<img src="asset:{SHA}" alt="茶园"></section><table><tbody><tr><td>明前</td></tr></tbody></table>'
    )
    once = clean_html(html)

    assert "<section" in once and "color:" in once and f"asset:{SHA}" in once and "<td>明前" in once
    assert clean_html(once) == once


def test_plain_text_reads_like_the_page() -> None:
    assert (
        plain_text("<h2>标题</h2><p>第一段<br>第二行</p><ul><li>甲</li><li>乙</li></ul>")
        == "标题\n第一段\n第二行\n甲\n乙"
    )


def test_pictures_are_listed_once_in_order() -> None:
    other = "b" * 64
    assert asset_hashes(f'<img src="asset:{other}"><img src="asset:{SHA}"><img src="asset:{other}">') == [other, SHA]


def test_platform_html_carries_its_rules_inline_and_no_class() -> None:
    styled = inlined_html("<h2>标题</h2><p>正文</p>")

    assert "<style" not in styled and "class=" not in styled
    assert 'style="' in styled.split("<h2", 1)[1]
