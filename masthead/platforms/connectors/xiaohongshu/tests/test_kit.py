"""A note's kit and the limits that stop or warn."""

import io
from typing import Any

import pytest
from PIL import Image

from masthead.platforms.contract import Picture, Post
from masthead.platforms.registry import connector_for


def picture(width: int = 900, height: int = 1200) -> Picture:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "seagreen").save(out, "JPEG")
    return Picture(f"{width}x{height}".ljust(64, "0"), "image/jpeg", "茶园.jpg", out.getvalue())


def note(**more: Any) -> Post:
    values: dict[str, Any] = {
        "title": "蒙顶春茶开采", "author": "云岭茶事", "digest": "", "html": "", "cover": None, "text": "清晨六点上山。", "pictures": [picture()],
    }  # fmt: skip
    return Post(**(values | more))


def issues(post: Post, platform: str = "xiaohongshu") -> dict[str, bool]:
    return {i.code: i.block for i in connector_for(platform).validate(post)}


def test_a_good_note_has_no_issue():
    assert issues(note()) == {}


def test_latin_letters_count_a_half_in_the_title():
    assert issues(note(title="a" * 40)) == {}
    assert issues(note(title="a" * 41)) == {"title_too_long": True}
    assert issues(note(title="茶" * 21)) == {"title_too_long": True}


def test_topics_count_into_the_body():
    assert issues(note(text="茶" * 1000)) == {}
    assert issues(note(text="茶" * 996, tags=["蒙顶山茶"])) == {"text_with_tags_too_long": True}


def test_what_is_only_likely_warns():
    assert issues(note(pictures=[picture()] * 19)) == {"pictures_number": False}
    assert issues(note(tags=[f"茶{n}" for n in range(11)]))["tags_number"] is False
    assert issues(note(pictures=[picture(1600, 900)])) == {"picture_ratio": False}


def test_a_note_without_any_picture_or_video_is_refused():
    assert issues(note(pictures=[])) == {"media_missing": True}


def test_the_kit_gives_fields_in_the_order_of_the_app_with_counters_and_tags_apart_by_blanks():
    kit = connector_for("xiaohongshu").kit(note(tags=["蒙顶山茶", "#春茶 ", "春茶"]))

    assert [f.key for f in kit.fields] == ["title", "text", "tags"]
    assert (kit.fields[0].most, kit.fields[0].length) == (20, 6)
    assert kit.fields[2].text == "#蒙顶山茶 #春茶 "
    assert kit.link_hosts == ("xiaohongshu.com", "xhslink.com")
    assert any("限流" in str(line) for line in kit.checklist)


def test_nothing_is_there_to_connect():
    assert not connector_for("xiaohongshu").setup.connects
    assert not connector_for("other").setup.connects


@pytest.mark.parametrize(
    ("title", "found"),
    [("春茶开采第一周", {}), ("春茶", {"title_too_short": False}), ("茶" * 17, {"title_too_long": False})],
)
def test_a_short_title_of_channels_only_warns(title, found):
    assert issues(note(title=title), "wechat_channels") == found


def test_the_short_title_loses_the_marks_that_the_assistant_refuses():
    assert connector_for("wechat_channels").kit(note(title="「云岭」春茶开采")).fields[0].text == "云岭春茶开采"
