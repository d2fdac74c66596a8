"""Which posts 快手 does not take; which upload addresses are called."""

from dataclasses import replace

import pytest

from masthead.core.errors import PlatformFault
from masthead.platforms.connectors.kuaishou import errors, formats, gateway
from masthead.platforms.contract import Channel
from masthead.platforms.testing import make_article, make_video, make_video_post


def codes(post):
    return {issue.code for issue in formats.issues_of(post) if issue.block}


def channel(base):
    return Channel(account_id=1, platform="kuaishou", base_url=base, app_id="a", secret_ref="s")


def test_an_article_is_told_to_bring_a_video():
    issue = next(i for i in formats.issues_of(make_article()) if i.code == "video_missing")
    assert issue.block
    assert "添加视频" in issue.message


def test_a_video_with_cover_and_words_passes():
    assert codes(make_video_post()) == set()


def test_a_cover_is_a_must_and_gif_is_none():
    post = make_video_post()
    assert codes(replace(post, cover=None)) == {"cover_missing"}
    assert codes(replace(post, cover=replace(post.cover, mime="image/gif"))) == {"cover_type"}


def test_the_caption_carries_topics_and_has_an_end():
    post = make_video_post()
    assert formats.caption_of(post).endswith("#蒙顶山 #春茶")
    assert "text_too_long" in codes(replace(post, text="茶" * 1001))
    many = formats.issues_of(replace(post, tags=tuple("甲乙丙丁戊")))
    assert [i.code for i in many] == ["tags_too_many"]


def test_a_very_large_video_is_blocked_and_a_large_one_told():
    post = make_video_post()
    assert "video_too_large" in codes(replace(post, video=replace(make_video(), size=5 * 2**30)))
    warned = formats.issues_of(replace(post, video=replace(make_video(), size=3 * 2**30)))
    assert [(i.code, i.block) for i in warned] == [("video_large", False)]


@pytest.mark.parametrize(
    "endpoint",
    ["127.0.0.1", "10.0.0.8", "localhost", "upload.internal", "a.com/x", "user@a.com", "a.com:8080", "", "[::1]"],
)
def test_the_real_platform_cannot_send_a_video_into_our_own_network(endpoint):
    with pytest.raises(PlatformFault):
        gateway.address_of(channel("https://open.kuaishou.com"), endpoint)


def test_plain_http_is_for_the_named_gateway_alone():
    assert (
        gateway.address_of(channel("https://open.kuaishou.com"), "upload.kuaishouzt.com")
        == "http://upload.kuaishouzt.com"
    )
    assert (
        gateway.address_of(channel("http://127.0.0.1:81/kuaishou"), "127.0.0.1:81/kuaishou")
        == "http://127.0.0.1:81/kuaishou"
    )
    with pytest.raises(PlatformFault):
        gateway.address_of(channel("http://127.0.0.1:81/kuaishou"), "upload.kuaishouzt.com")


def test_a_success_is_one_and_not_naught():
    assert errors.code_of({"result": 1}) == 0
    assert errors.code_of({"result": "1"}) == 0
    assert errors.code_of({"result": 0}) != 0
    assert errors.code_of({}) != 0
