"""Documents and clipboards become articles: Markdown, Word's and WeChat's paste."""

import base64

import pytest

from masthead.content import testing
from masthead.content.documents import clean_html, import_document, pasted_html, plain_text
from masthead.core.digest import digest_bytes
from masthead.core.errors import BadInput

ARTICLE = """# 小雪煮茶

节气里的**一壶**茶，~~不急~~慢慢来。

- 老白茶
- 熟普

| 茶 | 水温 |
|---|---|
| 绿茶 | 85 |

> 水开再投茶

<script>alert(1)</script> 和 <b>粗体</b> 都只是文字
"""


def test_markdown_becomes_an_article_with_its_title() -> None:
    found = import_document(ARTICLE.encode())
    assert found.title == "小雪煮茶"
    for piece in ("<strong>一壶</strong>", "<s>不急</s>", "<li>老白茶</li>", "<td>绿茶</td>", "<blockquote>"):
        assert piece in found.html, piece
    assert "<script" not in found.html and "alert(1)" in plain_text(found.html), "原始 HTML 只是文字"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_markdown_is_read_in_the_encodings_of_china(encoding: str) -> None:
    assert import_document(ARTICLE.replace("\n", "\r\n").encode(encoding)).title == "小雪煮茶"


def test_front_matter_names_the_title() -> None:
    found = import_document("---\ntitle: '年货节'\ndate: 2026-12-01\n---\n正文一句。".encode())
    assert (found.title, plain_text(found.html)) == ("年货节", "正文一句。")


def test_pictures_inside_come_along_and_pictures_by_address_stay_out() -> None:
    inside = base64.b64encode(testing.picture_bytes()).decode()
    found = import_document(
        f"茶园\n\n![清晨](data:image/png;base64,{inside})\n\n![外](https://a.example/b.png)".encode()
    )
    ((picture, name),) = found.pictures
    assert f"asset:{digest_bytes(picture)}" in found.html and name.endswith(".png")
    assert "a.example" not in found.html
    assert found.notes == ["有 1 张图片只写了地址，没有导入，请在编辑器里上传。"]


@pytest.mark.parametrize("data", [b"   \n\n", b"\x00\x01\x02\xff\xfe\x00", b"<html><body>x</body></html>"])
def test_what_is_no_article_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadInput) as refusal:
        import_document(data)
    assert refusal.value.advice


def test_a_hundred_thousand_brackets_do_not_hang_the_reader() -> None:
    found = import_document(("茶" + "[" * 50_000 + ">" * 50_000 + "*" * 20_000).encode())
    assert "茶" in found.html


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body>
<!--StartFragment--><p class=MsoNormal style='mso-para-margin:0;font-family:宋体;text-indent:21pt'>春茶<o:p></o:p></p>
<p class=MsoListParagraph style='margin-left:18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span>·<span>&nbsp;&nbsp;</span></span><![endif]>一芽一叶</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>·</span><![endif]>一芽二叶</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span>1.</span><![endif]>先摊放</p><!--EndFragment--></body></html>"""


def test_lists_of_word_stay_lists() -> None:
    html = pasted_html(WORD)
    assert "<ul><li>一芽一叶</li>\n<li>一芽二叶</li>\n</ul>" in html and "<ol><li>先摊放</li></ol>" in html
    assert "mso" not in html.lower() and "宋体" not in html and "o:p" not in html
    assert "text-indent" in html, "首行缩进是作者的排版，留着"


def test_hidden_words_are_shown_to_reviewers() -> None:
    """公众号里复制来的文章常带看不见的字：读者看不见的，审核人员也看不见，所以一律显示出来。"""
    html = clean_html(
        '<p style="display:none">加微信领红包</p><span style="font-size:0px">暗语</span><p style="font-size: 16px">茶</p>'
    )
    assert "display" not in html and "font-size:0" not in html.replace(" ", "")
    assert "加微信领红包" in plain_text(html) and "暗语" in plain_text(html) and "16px" in html


def test_cleaning_a_paste_twice_changes_nothing() -> None:
    once = pasted_html(WORD)
    assert pasted_html(once) == once
