"""Uploads are judged by name, first bytes and size."""

from __future__ import annotations

import pytest

from sandbox.tests.client import Caller, picture

MATERIAL, BODY_PICTURE = "/cgi-bin/material/add_topic_material", "/cgi-bin/media/uploadimg"


def test_a_body_picture_gets_an_address_from_which_it_can_be_read(wechat: Caller) -> None:
    url = wechat.upload(BODY_PICTURE, "茶园.png", picture("PNG"))["url"]

    answer = wechat.server.http.get(url)

    assert answer.headers["content-type"] == "image/png"
    assert answer.content == picture("PNG")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("茶园", picture(), 40005),
        ("茶园.gif", picture("GIF"), 40113),
        ("茶园.png", picture(), 40137),
        ("茶园.jpg", picture() + b"0" * 1_048_576, 40009),
        ("茶园.jpg", b"", 41005),
    ],
)
def test_a_bad_body_picture_is_refused(wechat: Caller, name: str, content: bytes, code: int) -> None:
    assert wechat.upload(BODY_PICTURE, name, content)["errcode"] == code


@pytest.mark.parametrize(
    ("kind", "name", "content", "code"),
    [
        ("image", "封面.gif", picture("GIF"), None),
        ("image", "封面.BMP", picture("BMP"), None),
        ("thumb", "封面.jpg", picture(), None),
        ("voice", "导览.mp3", b"ID3" + b"0" * 50, None),
        ("thumb", "封面.png", picture("PNG"), 40113),
        ("thumb", "封面.jpg", picture() + b"0" * 65_536, 40006),
        ("voice", "导览.mp3", b"ID3" + b"0" * 2_097_152, 45001),
        ("news", "封面.jpg", picture(), 40004),
        ("video", "茶山.mp4", b"0000ftypisom", 44002),
    ],
)
def test_material_is_checked_by_its_kind(wechat: Caller, kind: str, name: str, content: bytes, code) -> None:
    answer = wechat.upload(MATERIAL, name, content, kind=kind)

    assert answer.get("errcode") == code
    assert ("media_id" in answer) == (code is None)


def test_a_video_comes_with_its_description_and_is_counted(wechat: Caller) -> None:
    description = {"description": '{"title": "茶山一日", "introduction": "从采到炒"}'}
    wechat.upload(MATERIAL, "茶山.mp4", b"0000ftypisom", kind="video", data=description)
    wechat.cover()

    counts = wechat.get("/cgi-bin/material/get_materialcount")

    assert counts == {"voice_count": 0, "video_count": 1, "image_count": 1, "news_count": 0}
