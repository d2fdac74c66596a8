"""What only a real WordPress can show."""

from dataclasses import replace

import httpx
import pytest

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.abilities import Ability
from masthead.platforms.connectors.wordpress import html
from masthead.platforms.connectors.wordpress.connector import WordpressConnector
from masthead.platforms.contract import Found, ProgressState
from masthead.platforms.stand import go, upload_all

from .stands import RealWordpress

pytestmark = pytest.mark.django_db
connector = WordpressConnector()


def test_a_post_with_pictures_reads_back_as_it_was_approved(wordpress: RealWordpress) -> None:
    post = wordpress.post("蒙顶春茶开采")
    remote = go(wordpress, post)
    row = httpx.get(f"{wordpress.direct_url}/wp-json/wp/v2/posts/{remote['post_id']}", trust_env=False).json()

    assert row["title"]["rendered"] == "蒙顶春茶开采"
    assert '<section style="padding:8px">' in row["content"]["rendered"]
    assert "<p>\n" not in row["content"]["rendered"], "the site added paragraphs of its own"
    picture = remote["pictures"][post.pictures[0].sha256]
    assert picture["url"] in row["content"]["rendered"]
    assert httpx.get(picture["url"], trust_env=False).content[:3] == b"\xff\xd8\xff"
    assert row["featured_media"] == remote["cover"]["id"]
    assert row["slug"] == html.slug_of(post.marker)
    assert len(row["tags"]) == 1


def test_uploads_and_drafts_are_found_again_and_not_doubled(wordpress: RealWordpress) -> None:
    post = wordpress.post("雅安藏茶开仓")
    first, second = upload_all(wordpress, post), upload_all(wordpress, post)

    assert (first["pictures"], first["cover"], first["post_id"]) == (
        second["pictures"],
        second["cover"],
        second["post_id"],
    )


def test_publishing_twice_is_one_post(wordpress: RealWordpress) -> None:
    post = wordpress.post("峨眉雪芽上新")
    remote = go(wordpress, post)
    again = connector.publish(wordpress.channel(), post, dict(remote))

    assert again["post_id"] == remote["post_id"]
    assert wordpress.count("峨眉雪芽上新") == 1


def test_another_post_with_the_same_title_is_not_taken_for_ours(wordpress: RealWordpress) -> None:
    go(wordpress, wordpress.post("同名文章"))
    other = replace(wordpress.post("同名文章"), marker="0" * 64)

    assert connector.find(wordpress.channel(), other, {}).found == Found.NO
    assert connector.find(wordpress.channel(), wordpress.post("同名文章"), {}).found == Found.YES


def test_a_site_without_rewritten_addresses_is_served_all_the_same(wordpress: RealWordpress) -> None:
    wordpress.api_url = wordpress.site.plain_url
    remote = go(wordpress, wordpress.post("没有固定链接"))

    assert connector.check(wordpress.channel()).ok
    assert connector.status(wordpress.channel(), dict(remote)).state == ProgressState.PUBLISHED
    connector.delete(wordpress.channel(), dict(remote))
    assert connector.status(wordpress.channel(), dict(remote)).state == ProgressState.GONE


def test_a_user_who_may_not_publish_is_told_so(wordpress: RealWordpress) -> None:
    wordpress.keeper.texts["test:contributor"] = wordpress.site.passwords["contributor"]
    channel = replace(wordpress.channel(), app_id="contributor", secret_ref="test:contributor", account_id=3)
    report = connector.check(channel)

    assert not report.ok
    assert "publish_posts" in report.message
    assert report.capabilities[Ability.PUBLISH].mode == "none"


def test_an_author_publishes_and_reads_released_comments(wordpress: RealWordpress) -> None:
    wordpress.keeper.texts["test:secret"] = wordpress.site.passwords["author"]
    wordpress.user = "author"
    remote = go(wordpress, wordpress.post("作者发文"))

    assert connector.check(wordpress.channel()).ok
    assert connector.comments(wordpress.channel(), dict(remote)).comments == []


def test_a_wrong_user_is_named_with_its_mend(wordpress: RealWordpress) -> None:
    report = connector.check(replace(wordpress.channel(), app_id="nobody"))

    assert not report.ok
    assert "用户名" in report.advice


def test_a_held_comment_is_released_answered_once_and_counted(wordpress: RealWordpress) -> None:
    remote = go(wordpress, wordpress.post("评论管理"))
    wordpress.comment(remote, "什么时候发货？")
    channel = wordpress.channel()
    asked = connector.comments(channel, dict(remote)).comments[0]
    connector.moderate(channel, asked, "approve")
    first = connector.reply(channel, dict(remote), asked, "今天下午 “顺丰” 发出。", "r-1")
    second = connector.reply(channel, dict(remote), asked, "今天下午 “顺丰” 发出。", "r-1")
    figures = connector.metrics(channel, asked.at.date(), [str(remote["post_id"])])

    assert first == second
    assert [row.value for row in figures.rows] == [2]
    assert [c.text for c in connector.comments(channel, dict(remote)).comments] == ["什么时候发货？"]


def test_a_revoked_password_is_a_credential_fault(wordpress: RealWordpress) -> None:
    remote = go(wordpress, wordpress.post("密码被撤销"))
    for deed in (
        lambda: connector.status(wordpress.wrong_channel(), dict(remote)),
        lambda: connector.find(wordpress.wrong_channel(), wordpress.post("密码被撤销"), dict(remote)),
        lambda: connector.comments(wordpress.wrong_channel(), dict(remote)),
        lambda: connector.delete(wordpress.wrong_channel(), dict(remote)),
    ):
        with pytest.raises(PlatformFault) as refused:
            deed()
        assert refused.value.kind == FaultKind.CREDENTIAL
