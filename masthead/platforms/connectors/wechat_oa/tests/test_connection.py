"""The connection test in words, and format rules."""

import dataclasses

import pytest

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.connectors.wechat_oa.connector import WechatConnector
from masthead.platforms.contract import Channel, Post
from masthead.platforms.testing import make_article, make_picture
from sandbox.testing import SandboxServer

from .conftest import APP_ID, SECRET


def test_a_good_connection_says_so(connector: WechatConnector, channel: Channel) -> None:
    report = connector.check(channel)

    assert report.ok
    assert report.facts["发布权限"] == "有"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"secret": "another"}, "AppSecret 不正确"),
        ({"secret_frozen": True}, "冻结"),
        ({"ip_allow": ["203.0.113.7"]}, "127.0.0.1"),
    ],
)
def test_each_mistake_is_named_with_advice(
    connector: WechatConnector, channel: Channel, platform: SandboxServer, change: dict, words: str
) -> None:
    platform.add_app(APP_ID, **{"secret": SECRET} | change)

    report = connector.check(channel)

    assert not report.ok
    assert words in report.message
    assert report.advice


def test_an_account_without_publishing_right_is_connected_and_served_by_hand(
    connector: WechatConnector, channel: Channel, platform: SandboxServer
) -> None:
    platform.add_app(APP_ID, SECRET, publish_right=False)

    report = connector.check(channel)

    assert report.ok
    assert report.capabilities[Ability.PUBLISH].mode == Mode.ASSISTED
    assert "48001" in report.capabilities[Ability.PUBLISH].reason
    assert "认证" in report.advice


def test_a_platform_that_cannot_be_asked_is_no_verdict(
    connector: WechatConnector, channel: Channel, platform: SandboxServer
) -> None:
    platform.set_fault("timeout_before", "*", ms=20)

    with pytest.raises(PlatformFault) as refused:
        connector.check(channel)
    assert refused.value.kind == FaultKind.NOT_SENT


def codes(article: Post) -> set[tuple[str, bool]]:
    return {(issue.code, issue.block) for issue in WechatConnector().validate(article)}


def test_a_good_article_breaks_no_rule() -> None:
    assert codes(make_article(pictures=2)) == set()


@pytest.mark.parametrize(
    ("change", "code", "block"),
    [
        ({"title": ""}, "title_empty", True),
        ({"title": "茶" * 33}, "title_long", False),
        ({"title": "茶" * 65}, "title_too_long", True),
        ({"author": "茶" * 17}, "author_too_long", True),
        ({"digest": "茶" * 121}, "digest_long", False),
        ({"digest": "茶" * 129}, "digest_too_long", True),
        ({"html": "  "}, "html_empty", True),
        ({"html": "<p>" + "茶" * 20_000 + "</p>"}, "html_too_long", True),
        ({"html": "<p>" + "茶" * 18_500 + "</p>"}, "html_long", False),
        ({"html": '<img src="https://elsewhere.example/a.jpg">'}, "foreign_picture", True),
        ({"html": f'<img src="asset:{"0" * 64}">', "pictures": ()}, "picture_missing", True),
        ({"source_url": "https://a.example/" + "x" * 1024}, "source_url_too_long", True),
        ({"cover": make_picture(kind="WEBP")}, "cover_type", True),
    ],
)
def test_each_format_rule_is_told_before_anything_is_sent(change: dict, code: str, block) -> None:
    assert (code, block) in codes(dataclasses.replace(make_article(), **change))


def test_pictures_that_the_platform_refuses_are_told_by_name() -> None:
    gif, large = make_picture(kind="GIF", name="动图.gif"), make_picture(name="大图.jpg")
    large = dataclasses.replace(large, data=large.data + b"0" * 1024 * 1024)

    issues = WechatConnector().validate(dataclasses.replace(make_article(), pictures=(gif, large)))

    assert [issue.code for issue in issues if "动图.gif" in issue.message] == ["picture_type"]
    assert [issue.code for issue in issues if "大图.jpg" in issue.message] == ["picture_too_large"]
