"""Comments and their answers, messages of readers, mass sending, over HTTP against the emulator."""

import dataclasses

import pytest

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.connectors.wechat_oa.connector import WechatConnector
from masthead.platforms.contract import Found, ProgressState
from masthead.platforms.testing import make_article
from sandbox.testing import CallbackCatcher, SandboxServer

from .conftest import AES_KEY, APP_ID, HANDLE, SECRET, TOKEN, Way

ASKED = "oReaderOfTea"


@pytest.fixture
def open_way(way: Way) -> Way:
    """Articles take comments."""
    way.channel = dataclasses.replace(way.channel, options={"comments": "open"})
    return way


@pytest.fixture
def mass_way(way: Way) -> Way:
    way.channel = dataclasses.replace(way.channel, options={"release": "mass"})
    return way


def write(platform: SandboxServer, remote: dict, text: str) -> None:
    platform.control("wechat/comments", msg_data_id=int(remote["msg_data_id"]), text=text, openid=ASKED)


def test_many_comments_come_page_by_page_each_once(open_way: Way, platform: SandboxServer) -> None:
    remote = open_way.go(make_article())
    platform.wait_until_settled()
    for number in range(60):
        write(platform, remote, f"第{number}条")

    first = open_way.connector.comments(open_way.channel, remote)
    second = open_way.connector.comments(open_way.channel, remote, first.cursor)

    assert (len(first.comments), len(second.comments), second.cursor) == (49, 11, "")
    assert len({c.key for c in (*first.comments, *second.comments)}) == 60
    assert first.comments[0].author_key == ASKED


def test_an_answer_sent_twice_counts_once_but_another_answer_is_refused(open_way: Way, platform: SandboxServer) -> None:
    remote = open_way.go(make_article())
    platform.wait_until_settled()
    write(platform, remote, "有试饮装吗？")
    comment = open_way.connector.comments(open_way.channel, remote).comments[0]

    first = open_way.connector.reply(open_way.channel, remote, comment, "有，门店可领。", "r1")
    again = open_way.connector.reply(open_way.channel, remote, comment, "有，门店可领。", "r1")

    assert first == again
    with pytest.raises(PlatformFault, match="已经回复过"):
        open_way.connector.reply(open_way.channel, remote, comment, "没有了。", "r2")


def test_comments_of_an_unknown_article_are_a_plain_no(open_way: Way) -> None:
    with pytest.raises(PlatformFault) as refused:
        open_way.connector.comments(open_way.channel, {"msg_data_id": "12"})

    assert (refused.value.kind, refused.value.platform_code) == (FaultKind.REJECTED, "88001")


def test_a_readers_message_comes_by_callback_and_can_be_answered_five_times(
    way: Way, platform: SandboxServer, callback_catcher: CallbackCatcher
) -> None:
    platform.add_app(
        APP_ID, SECRET, gh_id=HANDLE, callback_url=callback_catcher.url, callback_token=TOKEN, aes_key=AES_KEY, callback_mode="aes"
    )  # fmt: skip
    platform.control("wechat/messages", appid=APP_ID, text="春茶什么时候上市？", openid=ASKED)
    pushed = callback_catcher.wait_for(1)[0]
    channel = dataclasses.replace(way.channel, callback_key_ref="test:key")

    heard = WechatConnector().read_callback(channel, pushed.query, pushed.body.encode(), {}).message

    assert heard is not None
    assert (heard.kind, heard.text, heard.sender_key) == ("text", "春茶什么时候上市？", ASKED)
    for _ in range(5):
        way.connector.send_message(way.channel, heard.sender_key, "三月二十日左右。")
    with pytest.raises(PlatformFault, match="上限"):
        way.connector.send_message(way.channel, heard.sender_key, "再补一句。")
    with pytest.raises(PlatformFault, match="不认识"):
        way.connector.send_message(way.channel, "oNobody", "您好。")


def test_a_mass_sending_goes_to_the_followers_and_its_callback_brings_the_address(
    mass_way: Way, platform: SandboxServer, callback_catcher: CallbackCatcher
) -> None:
    platform.add_app(APP_ID, SECRET, gh_id=HANDLE, callback_url=callback_catcher.url, callback_token=TOKEN)
    remote = mass_way.go(make_article("清明茶会"))
    pushed = callback_catcher.wait_for(1)[0]
    message = WechatConnector().read_callback(mass_way.channel, pushed.query, pushed.body.encode(), {})

    assert (message.remote_key, message.remote_value) == ("publish_id", remote["publish_id"])
    assert message.progress
    assert message.progress.state == ProgressState.PUBLISHED
    assert message.progress.url.startswith(platform.wechat_url)
    assert mass_way.connector.status(mass_way.channel, remote).state == ProgressState.PUBLISHED


def test_a_mass_sending_whose_answer_was_lost_is_sent_again_without_a_second_sending(
    mass_way: Way, platform: SandboxServer
) -> None:
    article = make_article("谷雨品鉴")
    remote = mass_way.go(article, until="draft")
    platform.set_fault("timeout_after", "mass/sendall", ms=50, count=1)
    with pytest.raises(PlatformFault) as lost:
        mass_way.connector.publish(mass_way.channel, article, remote)
    assert lost.value.kind == FaultKind.UNKNOWN_OUTCOME
    assert mass_way.connector.find(mass_way.channel, article, remote).found == Found.NO

    remote |= mass_way.connector.publish(mass_way.channel, article, remote)

    assert platform.wait_until_settled().by_title == {"谷雨品鉴": 1}
    assert mass_way.connector.status(mass_way.channel, remote).state == ProgressState.PUBLISHED


def test_after_the_platforms_memory_only_a_person_can_tell(mass_way: Way) -> None:
    article = make_article()
    remote = mass_way.go(article, until="draft") | {"drafted_at": 1}

    assert mass_way.connector.find(mass_way.channel, article, remote).found == Found.UNSURE


def test_the_second_mass_sending_of_a_day_is_refused_with_a_way_out(mass_way: Way, platform: SandboxServer) -> None:
    mass_way.go(make_article("一"))
    with pytest.raises(PlatformFault, match="群发次数") as refused:
        mass_way.go(make_article("二"))

    assert refused.value.kind == FaultKind.REJECTED
    assert "发布" in refused.value.advice
