"""The draft box: limits, what becomes of the HTML, the life of a draft."""

from __future__ import annotations

import json

import pytest

from sandbox.tests.client import Caller, picture


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": "春" * 64}, None),
        ({"title": "春" * 65}, 45003),
        ({"title": ""}, 44003),
        ({"author": "林" * 17}, 45110),
        ({"digest": "摘" * 129}, 45004),
        ({"content": "茶" * 20_000}, 45002),
        ({"content": "茶" * 19_999}, None),
        ({"content": " "}, 44004),
        ({"content": "<p>没有写完的标签</p><p"}, 45166),
        ({"content_source_url": "https://a.example/" + "x" * 1024}, 45005),
        ({"thumb_media_id": "unknown"}, 40007),
        ({"thumb_media_id": ""}, 40007),
        ({"pic_crop_235_1": "0_0_2_1"}, 40035),
        ({"title": 7}, 47001),
    ],
)
def test_an_article_is_held_to_the_documented_limits(wechat: Caller, change, code) -> None:
    article = {**wechat.article(), **change}

    assert wechat.post("/cgi-bin/draft/add", {"articles": [article]}).get("errcode") == code


def test_escaped_titles_are_refused_as_the_platform_does(wechat: Caller) -> None:
    body = json.dumps({"articles": [wechat.article()]}).encode()

    answer = wechat.raw("POST", "/cgi-bin/draft/add", params={"access_token": wechat.token}, content=body).json()

    assert answer["errcode"] == 40033


def test_foreign_pictures_and_scripts_vanish_silently(wechat: Caller) -> None:
    own = wechat.upload("/cgi-bin/media/uploadimg", "茶园.jpg", picture())["url"]
    content = (
        f'<section style="color: green"><img src="{own}"><img src="https://other.example/a.png">'
        '<p onclick="x()">采茶<script>alert(1)</script></p></section>'
    )

    kept = wechat.post("/cgi-bin/draft/get", {"media_id": wechat.draft(content=content)})["news_item"][0]["content"]

    assert kept == f'<section style="color: green"><img src="{own}"><img><p>采茶</p></section>'


def test_an_empty_digest_is_taken_from_the_body(wechat: Caller) -> None:
    media_id = wechat.draft(content="<p>" + "茶香" * 60 + "</p>")

    assert wechat.post("/cgi-bin/draft/get", {"media_id": media_id})["news_item"][0]["digest"] == "茶香" * 27


def test_a_draft_is_updated_by_index_listed_and_deleted(wechat: Caller) -> None:
    media_id = wechat.draft("初稿")
    order = {"media_id": media_id, "index": 0, "articles": wechat.article("定稿")}
    assert wechat.post("/cgi-bin/draft/update", order) == {"errcode": 0, "errmsg": "ok"}
    assert wechat.post("/cgi-bin/draft/update", {**order, "articles": [order["articles"]]})["errcode"] == 47001
    assert wechat.post("/cgi-bin/draft/update", {**order, "index": 1})["errcode"] == 40114

    listed = wechat.post("/cgi-bin/draft/batchget", {"offset": 0, "count": 20, "no_content": 1})

    assert (listed["total_count"], listed["item_count"]) == (1, 1)
    assert listed["item"][0]["content"]["news_item"][0]["title"] == "定稿"
    assert "content" not in listed["item"][0]["content"]["news_item"][0]
    assert wechat.post("/cgi-bin/draft/batchget", {"offset": 0, "count": 21})["errcode"] == 40097
    wechat.post("/cgi-bin/draft/delete", {"media_id": media_id})
    assert wechat.get("/cgi-bin/draft/count") == {"total_count": 0}


def test_a_picture_post_needs_pictures_not_a_cover(wechat: Caller) -> None:
    post = {"article_type": "newspic", "title": "一张图看懂六大茶类", "content": "绿白黄青红黑"}
    assert wechat.post("/cgi-bin/draft/add", {"articles": [post]})["errcode"] == 40035

    post["image_info"] = {"image_list": [{"image_media_id": wechat.cover()}]}

    assert "media_id" in wechat.post("/cgi-bin/draft/add", {"articles": [post]})


def test_more_than_eight_articles_are_refused(wechat: Caller) -> None:
    article = wechat.article()

    assert wechat.post("/cgi-bin/draft/add", {"articles": [article] * 9})["errcode"] == 45008


@pytest.mark.parametrize(("content", "code"), [(b"", 44002), (b"{", 47001), (b'{"a": "\xff"}', 40033), (b"[]", 47001)])
def test_malformed_bodies_are_told_apart(wechat: Caller, content: bytes, code: int) -> None:
    query = {"access_token": wechat.token}

    assert wechat.raw("POST", "/cgi-bin/draft/add", params=query, content=content).json()["errcode"] == code


def test_the_wrong_method_and_unknown_paths_are_told(wechat: Caller) -> None:
    assert wechat.get("/cgi-bin/draft/add")["errcode"] == 43002
    assert wechat.post("/cgi-bin/draft/count", {})["errcode"] == 43001
    assert wechat.post("/cgi-bin/nothing", {})["errcode"] == 40066
