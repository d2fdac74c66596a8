"""The corpus through every door of text: nothing that runs is kept, and the harmless words are."""

import io
from html.parser import HTMLParser
from typing import Any

import pytest
from django.urls import reverse
from docx import Document

from masthead.content.documents import clean_html, import_document, pasted_html
from masthead.content.documents.html import ATTRIBUTES, STYLES, TAGS
from masthead.content.models import Draft
from masthead.org.models import Member
from tests.attempts.corpus import RUN, vectors
from tests.attempts.page import hostile_in
from tests.attempts.proof import browser

VECTORS = vectors()


class Kept(HTMLParser):
    """Only tags, attributes and style properties that an article may have."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, f"<{tag}> 不该留下"
        for name, value in attrs:
            assert name in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | {"rel"}, f"<{tag} {name}> 不该留下"
            if name == "style":
                properties = {part.partition(":")[0].strip() for part in (value or "").split(";") if part.strip()}
                assert properties <= STYLES, f"样式 {properties - STYLES} 不该留下"
            if name == "src":
                assert (value or "").startswith("asset:"), f"图片来自外部：{value}"


def harmless(html: str) -> None:
    assert hostile_in(html) == [], html
    reader = Kept()
    reader.feed(html)
    reader.close()


def test_the_corpus_is_large_and_each_attempt_differs() -> None:
    assert len(VECTORS) == len(set(VECTORS)) > 100


@pytest.mark.parametrize("door", [clean_html, pasted_html], ids=["editor", "paste"])
def test_cleaned_html_holds_nothing_that_runs(door: Any) -> None:
    for vector in VECTORS:
        cleaned = door(f"<p>前</p>{vector}<p>后</p>")
        harmless(cleaned)
        assert door(cleaned) == cleaned, f"再清洗一遍又变了，浏览器会看成别的东西：{vector!r}"


def test_markdown_holds_nothing_that_runs() -> None:
    for hostile in VECTORS:
        vector = "".join(c for c in hostile if c.isprintable())
        found = import_document(
            f"# 茶\n\n{vector}\n\n[链接]({vector.split('>')[0][:60]})\n\n![图](javascript:{RUN})\n".encode()
        )
        harmless(found.html)


def test_word_holds_nothing_that_runs() -> None:
    document = Document()
    for vector in VECTORS:
        document.add_paragraph("".join(c for c in vector if c.isprintable()))
    out = io.BytesIO()
    document.save(out)
    harmless(import_document(out.getvalue()).html)


def test_comments_and_claims_show_words(lin: Member, draft_in: Any) -> None:
    draft, client = draft_in("draft"), browser(lin)
    everything = "\n".join(VECTORS)[:1900]
    client.post(reverse("collab:comments_content_draft", args=[draft.pk]), {"body": everything})
    fields = {
        "ai_use": "generated",
        "ai_parts": ["text"],
        "ai_tool": VECTORS[0],
        "commerce": "own",
        "buy_links": everything,
    }
    client.post(reverse("content:draft_declare", args=[draft.pk]), fields)
    draft = Draft.objects.get(pk=draft.pk)
    assert draft.declared["ai_tool"] == VECTORS[0], "原样保存，原样转义"
    for name in (
        "collab:comments_content_draft",
        "content:claims",
        "content:claims_panel",
        "content:draft_declare",
        "content:draft_preview",
    ):
        page = client.get(reverse(name, args=[draft.pk])).content.decode()
        assert hostile_in(page) == [], name
