"""A document takes the place of title, body and pictures; what belongs to accounts, topics and looks stays."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from masthead.content import actions, queries, testing
from masthead.content.models import Draft, Origin
from masthead.org.models import Member

MARKDOWN = (
    "# 冬茶园管护三件事\n\n轻修剪，**高度保留六十厘米**。\n\n- 开沟施肥\n- 清园\n\n<script>window.__ran=1</script>\n"
)
STAYS = ("byline", "digest", "cover", "tags", "settings", "variants", "video")


@pytest.fixture
def rich(draft: Draft, lin: Member, account, tmp_path) -> Draft:
    """Lin's draft with words of one account's own, topics, a look and a film."""
    now = draft.revision
    actions.save_revision(
        draft=draft, by=lin, expected_revision=now.number, title=now.title, byline=now.byline, digest=now.digest, html=now.html, cover=now.cover,
        video=testing.make_film(draft, lin, tmp_path / "a.mp4").file, tags=["春茶"], settings={"theme": "tea"},
        variants={str(account.pk): {"title": "短标题", "text": "#春茶 开采了"}},
    )  # fmt: skip
    return draft


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_markdown_comes_in_by_the_page_and_leaves_the_rest_of_the_draft_alone(
    client_of, rich: Draft, lin: Member, encoding: str
) -> None:
    client, address = client_of(lin), reverse("content:word_import", args=[rich.pk])
    before = queries.words_payload(rich.revision)
    form = client.get(address).content.decode()
    assert 'accept=".docx,.md,.markdown,.txt"' in form and "导入文档替换正文" in form and "导入 Word" not in form

    file = SimpleUploadedFile("冬茶园管护.md", MARKDOWN.encode(encoding), content_type="text/markdown")
    answer = client.post(address, {"word": file}, follow=True)

    rich.refresh_from_db()
    now = queries.words_payload(rich.revision)
    assert answer.redirect_chain[-1][0] == reverse("content:draft_edit", args=[rich.pk])
    assert "已导入文档" in answer.content.decode()
    assert (rich.revision.origin, now["title"]) == (Origin.MARKDOWN, "冬茶园管护三件事")
    assert "<strong>高度保留六十厘米</strong>" in now["html"] and "<script" not in now["html"]
    assert {name: now[name] for name in STAYS} == {name: before[name] for name in STAYS}


def test_a_file_that_is_no_document_is_refused_in_words_and_changes_nothing(
    client_of, rich: Draft, lin: Member
) -> None:
    number = rich.revision.number
    file = SimpleUploadedFile("旧稿.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)

    answer = client_of(lin).post(reverse("content:word_import", args=[rich.pk]), {"word": file})

    rich.refresh_from_db()
    assert (answer.status_code, rich.revision.number) == (422, number)
    assert "docx" in answer.content.decode()
