"""After an unknown outcome: found, surely not there, or not to be told."""

import pytest

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.contract import Found, Post, ProgressState, Remote
from masthead.platforms.testing import make_article
from sandbox.testing import SandboxServer

from .conftest import Way


def unknown(way: Way, platform: SandboxServer, article: Post, fault: str, **more: object) -> Remote:
    """Everything that is known after a submit whose answer was lost."""
    remote = way.go(article, until="draft")
    platform.set_fault(fault, "freepublish/submit", count=1, ms=20, **more)
    with pytest.raises(PlatformFault) as refused:
        way.connector.publish(way.channel, article, remote)
    assert refused.value.kind == FaultKind.UNKNOWN_OUTCOME
    return remote


def test_what_was_done_is_found_with_its_address(way: Way, platform: SandboxServer) -> None:
    article = make_article()
    remote = unknown(way, platform, article, "timeout_after")
    platform.wait_until_settled()

    found = way.connector.find(way.channel, article, remote)

    assert found.found == Found.YES
    assert way.connector.status(way.channel, remote | found.remote).state == ProgressState.PUBLISHED
    assert found.remote["msg_data_id"]


def test_what_is_in_the_works_is_unsure_until_it_is_listed(way: Way, platform: SandboxServer) -> None:
    platform.settings(publish_seconds=3600)
    article = make_article()
    remote = unknown(way, platform, article, "timeout_after")

    assert way.connector.find(way.channel, article, remote).found == Found.UNSURE
    platform.shift_clock(forward_seconds=3700)
    platform.wait_until_settled()
    assert way.connector.find(way.channel, article, remote).found == Found.YES


def test_what_was_never_done_is_surely_not_there_and_goes_out_once_when_sent_again(
    way: Way, platform: SandboxServer
) -> None:
    article = make_article()
    remote = unknown(way, platform, article, "timeout_before")

    assert way.connector.find(way.channel, article, remote).found == Found.NO
    way.connector.publish(way.channel, article, remote)
    assert platform.wait_until_settled().by_title == {article.title: 1}


def test_sending_again_what_was_taken_is_refused_by_the_single_use_of_the_draft(
    way: Way, platform: SandboxServer
) -> None:
    article = make_article()
    remote = unknown(way, platform, article, "timeout_after")

    with pytest.raises(PlatformFault) as refused:
        way.connector.publish(way.channel, article, remote)

    assert refused.value.kind == FaultKind.UNKNOWN_OUTCOME
    assert platform.wait_until_settled().duplicates == {}


def test_another_version_with_the_same_title_is_not_taken_for_ours(way: Way, platform: SandboxServer) -> None:
    way.go(make_article(marker="a" * 64))
    platform.wait_until_settled()
    ours = make_article(marker="b" * 64)
    remote = unknown(way, platform, ours, "timeout_before")

    assert way.connector.find(way.channel, ours, remote).found == Found.NO


def test_without_a_mark_title_digest_and_time_decide(way: Way, platform: SandboxServer) -> None:
    article = make_article()
    unmarked = Post(**{**article.__dict__, "marker": ""})
    remote = unknown(way, platform, unmarked, "timeout_after")
    platform.wait_until_settled()

    assert way.connector.find(way.channel, unmarked, remote).found == Found.YES


def test_ours_is_found_behind_many_others(way: Way, platform: SandboxServer) -> None:
    article = make_article()
    remote = unknown(way, platform, article, "timeout_after")
    platform.wait_until_settled()
    base = way.go(make_article("普洱仓储手记"), until="cover")
    for number in range(25):
        way.connector.publish(
            way.channel, make_article(f"茶事{number}"),
            base | way.connector.upload(way.channel, make_article(f"茶事{number}"), "draft", base),
        )  # fmt: skip
    platform.wait_until_settled()

    assert way.connector.find(way.channel, article, remote).found == Found.YES


def test_before_there_was_a_draft_nothing_can_have_gone_out(way: Way) -> None:
    assert way.connector.find(way.channel, make_article(), {}).found == Found.NO


def test_a_look_up_that_cannot_ask_says_so_and_decides_nothing(way: Way, platform: SandboxServer) -> None:
    article = make_article()
    remote = unknown(way, platform, article, "timeout_after")
    platform.set_fault("timeout_before", "*", ms=20)

    with pytest.raises(PlatformFault) as refused:
        way.connector.find(way.channel, article, remote)
    assert refused.value.kind == FaultKind.NOT_SENT
