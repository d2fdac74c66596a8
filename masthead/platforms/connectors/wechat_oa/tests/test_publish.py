"""The way out over real HTTP, and what is known after it broke."""

import logging

import pytest

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.connectors.wechat_oa.connector import WechatConnector
from masthead.platforms.contract import Channel, ProgressState
from masthead.platforms.testing import make_article
from sandbox.testing import SandboxServer, free_port, until

from .conftest import SECRET, Way


def fault_of(way: Way, stage: str, remote: dict, **article: object) -> PlatformFault:
    with pytest.raises(PlatformFault) as refused:
        way.one(make_article(**article), stage, remote)
    return refused.value


def test_an_article_with_pictures_goes_out_once_and_the_poll_brings_its_address(
    way: Way, platform: SandboxServer
) -> None:
    article = make_article(pictures=2)

    remote = way.go(article)
    assert way.connector.status(way.channel, remote).state == ProgressState.PENDING
    stats = platform.wait_until_settled()
    progress = way.connector.status(way.channel, remote)

    assert progress.state == ProgressState.PUBLISHED
    assert progress.url.startswith(platform.wechat_url)
    assert stats.by_title == {article.title: 1}
    assert remote["msg_data_id"].isdecimal()


def test_the_reader_sees_both_pictures_at_the_platforms_own_addresses(way: Way, platform: SandboxServer) -> None:
    remote = way.go(make_article(pictures=2))
    platform.wait_until_settled()

    page = platform.http.get(way.connector.status(way.channel, remote).url).text
    assert len(set(remote["pictures"].values())) == 2
    assert all(url.split("/mmbiz/")[1] in page for url in remote["pictures"].values())
    assert "asset:" not in page


def test_a_picture_that_is_up_already_is_not_sent_again(way: Way, platform: SandboxServer) -> None:
    article = make_article(pictures=2)
    remote = way.go(article, until="picture-1")

    way.go(article, until="picture-2", remote=remote)

    assert platform.stats().requests["/cgi-bin/media/uploadimg"] == {"ok": 2}


def test_only_the_last_stage_is_not_repeatable(connector: WechatConnector) -> None:
    stages = connector.stages(make_article(pictures=1))

    assert [(s.key, s.repeatable) for s in stages] == [
        ("picture-1", True),
        ("cover", True),
        ("draft", True),
        ("submit", False),
    ]


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after", "http_500"])
def test_a_broken_submit_is_an_unknown_outcome(way: Way, platform: SandboxServer, fault: str) -> None:
    remote = way.go(make_article(), until="draft")
    platform.set_fault(fault, "freepublish/submit", ms=50)

    broken = fault_of(way, "submit", remote)

    assert broken.kind == FaultKind.UNKNOWN_OUTCOME
    assert platform.stats().accepted == (1 if fault == "timeout_after" else 0)


def test_a_busy_platform_at_submit_is_an_unknown_outcome_even_when_it_did_it(way: Way, platform: SandboxServer) -> None:
    remote = way.go(make_article(), until="draft")
    platform.set_fault("errcode", "freepublish/submit", errcode=-1, after=True)

    assert fault_of(way, "submit", remote).kind == FaultKind.UNKNOWN_OUTCOME
    assert platform.stats().accepted == 1


@pytest.mark.parametrize("fault", ["timeout_before", "timeout_after", "http_500"])
def test_a_broken_draft_may_simply_be_made_again(way: Way, platform: SandboxServer, fault: str) -> None:
    remote = way.go(make_article(), until="cover")
    platform.set_fault(fault, "draft/add", ms=50, count=1)

    assert fault_of(way, "draft", remote).kind == FaultKind.NOT_SENT
    assert way.go(make_article(), remote=remote)["publish_id"]


def test_a_busy_platform_before_the_submit_is_throttling(way: Way, platform: SandboxServer) -> None:
    platform.set_fault("errcode", "material/add_topic_material", errcode=-1)

    busy = fault_of(way, "cover", {})

    assert (busy.kind, busy.retry_after) == (FaultKind.THROTTLED, 10)


def test_nobody_at_the_address_is_not_sent_even_at_submit(connector: WechatConnector, way: Way) -> None:
    remote = way.go(make_article(), until="draft")
    nowhere = Channel(1, "wechat_oa", f"http://127.0.0.1:{free_port()}/wechat", "wx_cloudridge", "test:secret")

    with pytest.raises(PlatformFault) as refused:
        connector.publish(nowhere, make_article(), remote)
    assert refused.value.kind == FaultKind.NOT_SENT


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (48001, FaultKind.CREDENTIAL), (45011, FaultKind.THROTTLED), (45009, FaultKind.THROTTLED), (53501, FaultKind.THROTTLED),
        (53504, FaultKind.REJECTED), (87014, FaultKind.REJECTED), (99999, FaultKind.REJECTED), (40007, FaultKind.UNKNOWN_OUTCOME),
    ],
)  # fmt: skip
def test_numbers_of_the_platform_at_submit_mean_what_the_table_says(
    way: Way, platform: SandboxServer, code: int, kind: FaultKind
) -> None:
    remote = way.go(make_article(), until="draft")
    platform.set_fault("errcode", "freepublish/submit", errcode=code)

    refused = fault_of(way, "submit", remote)

    assert (refused.kind, refused.platform_code) == (kind, str(code))
    assert refused.advice
    assert kind == FaultKind.UNKNOWN_OUTCOME or "rid" in refused.detail
    assert kind != FaultKind.THROTTLED or (refused.retry_after or 0) >= 60


def test_a_token_retired_by_somebody_else_is_renewed_once_and_the_submit_repeated_once(
    way: Way, platform: SandboxServer
) -> None:
    remote = way.go(make_article(), until="draft")
    platform.set_fault("errcode", "freepublish/submit", errcode=40001, count=1)

    told = way.connector.publish(way.channel, make_article(), remote)

    assert told["publish_id"]
    assert platform.wait_until_settled().duplicates == {}


def test_an_expired_token_is_renewed_without_a_word(way: Way, platform: SandboxServer) -> None:
    remote = way.go(make_article(), until="draft")
    platform.shift_clock(forward_seconds=7300)

    assert way.connector.publish(way.channel, make_article(), remote)["publish_id"]


def test_a_token_that_stays_refused_ends_as_a_credential_fault_after_one_repetition(
    way: Way, platform: SandboxServer
) -> None:
    platform.set_fault("errcode", "material/add_topic_material", errcode=40014)

    assert fault_of(way, "cover", {}).kind == FaultKind.CREDENTIAL
    assert len(platform.ledger(endpoint="material/add_topic_material")) == 2


def test_a_server_that_is_not_on_the_list_is_told_its_own_address(way: Way, platform: SandboxServer) -> None:
    platform.add_app("wx_cloudridge", SECRET, ip_allow=["203.0.113.7"])

    refused = fault_of(way, "cover", {})

    assert refused.kind == FaultKind.CREDENTIAL
    assert "127.0.0.1" in refused.message


def test_an_audit_that_says_no_is_a_rejection_in_words(way: Way, platform: SandboxServer) -> None:
    platform.set_fault("publish_fails", "freepublish/submit", publish_status=4)
    remote = way.go(make_article())
    platform.wait_until_settled()

    progress = way.connector.status(way.channel, remote)

    assert progress.state == ProgressState.REJECTED
    assert "审核没有通过" in progress.reason


def test_an_article_that_the_platform_took_down_is_gone(way: Way, platform: SandboxServer) -> None:
    remote = way.go(make_article())
    platform.wait_until_settled()
    platform.ban_article(way.connector.status(way.channel, remote).remote["article_id"])

    assert way.connector.status(way.channel, remote).state == ProgressState.GONE


def test_neither_secret_nor_token_reaches_logs_or_faults(
    way: Way, platform: SandboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    platform.set_fault("errcode", "freepublish/submit", errcode=53503)
    remote = way.go(make_article(), until="draft")

    refused = fault_of(way, "submit", remote)

    told = caplog.text + repr(refused) + refused.detail + repr(refused.__dict__)
    assert SECRET not in told
    assert "access_token=" not in told


def test_a_sandbox_that_died_in_the_middle_loses_nothing(way: Way, platform: SandboxServer) -> None:
    remote = way.go(make_article())
    platform.restart()

    until(lambda: way.connector.status(way.channel, remote).state == ProgressState.PUBLISHED)
