"""Sessions and their limits, the connection test in words, replies and counts, with and without a view of the network."""

from dataclasses import replace

import pytest

from masthead.core import clock
from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.abilities import Ability
from masthead.platforms.base import UNSUPPORTED
from masthead.platforms.connectors.bluesky import errors
from masthead.platforms.connectors.bluesky.client import BlueskyClient, claims_of
from masthead.platforms.connectors.bluesky.connector import BlueskyConnector
from masthead.platforms.stand import go

from .stand import BlueskyStand

connector = BlueskyConnector()


def calls(stand: BlueskyStand, method: str) -> int:
    return len(stand.server.ledger(endpoint=f"/xrpc/{method}", limit=500))


def switch(stand: BlueskyStand, **more: object) -> None:
    stand.server.add_app(stand.handle, stand.keeper.texts["test:secret"], platform="bluesky", name="云岭茶事", **more)


def test_a_session_is_opened_once_and_kept(stand: BlueskyStand) -> None:
    for mark in ("一", "二", "三"):
        go(stand, stand.post(f"会话{mark}"))

    assert calls(stand, "com.atproto.server.createSession") == 1


def test_an_ending_session_is_renewed_and_not_opened_again(stand: BlueskyStand) -> None:
    switch(stand, options={"token_seconds": "60"})  # less than the broker's margin: renewed at every call
    go(stand, stand.post("续期"))

    assert calls(stand, "com.atproto.server.createSession") == 1
    assert calls(stand, "com.atproto.server.refreshSession") > 1


def test_the_thirty_first_login_is_throttled_until_the_moment_that_the_server_names(stand: BlueskyStand) -> None:
    with BlueskyClient(stand.channel()) as client:
        for _login in range(30):
            client.open_session()
        with pytest.raises(PlatformFault) as refused:
            client.open_session()

    assert refused.value.kind == FaultKind.THROTTLED
    assert refused.value.retry_after is not None
    assert 0 < refused.value.retry_after <= 300


@pytest.mark.parametrize(
    ("headers", "low", "high"),
    [({"retry-after": "7"}, 7, 7), ({"ratelimit-reset": "30"}, 30, 30), ({"ratelimit-reset": "1600000000"}, 1, 1)],
)
def test_a_wait_is_read_from_either_header(headers: dict[str, str], low: float, high: float) -> None:
    assert low <= (errors.wait_of(headers) or 0) <= high
    assert errors.wait_of({}) is None


def test_each_obstacle_is_named_with_its_mend(stand: BlueskyStand) -> None:
    unknown = connector.check(replace(stand.channel(), app_id="@nobody.test"))
    wrong = connector.check(stand.wrong_channel())
    elsewhere = connector.check(replace(stand.channel(), base_url=f"{stand.server.base_url}/nothing-here"))
    switch(stand, secret_frozen=True)
    frozen = connector.check(stand.channel())

    assert "没有账号 nobody.test" in unknown.message
    assert "应用密码" in wrong.advice
    assert "不是 Bluesky" in elsewhere.message
    assert "停用" in frozen.message
    assert not any(report.ok for report in (unknown, wrong, elsewhere, frozen))


def test_a_did_serves_as_well_as_a_handle(stand: BlueskyStand) -> None:
    did = stand.ask("com.atproto.identity.resolveHandle", handle=stand.handle)["did"]

    assert connector.check(replace(stand.channel(), app_id=did)).ok


@pytest.mark.parametrize("appview", ["on", "off"])
def test_replies_are_found_with_and_without_a_view_and_answered_once(stand: BlueskyStand, appview: str) -> None:
    switch(stand, options={"appview": appview})
    remote, channel = go(stand, stand.post("答复")), stand.channel()
    stand.comment(remote, "怎么煮？")
    asked = connector.comments(channel, dict(remote)).comments[0]
    keys = {connector.reply(channel, dict(remote), asked, "煮沸三分钟。", "r-1") for _try in range(2)}

    assert len(keys) == 1
    assert asked.parent_key == ""
    assert [c.text for c in connector.comments(channel, dict(remote)).comments] == ["怎么煮？"]


def test_counts_come_from_the_view_or_are_refused_with_a_reason(stand: BlueskyStand) -> None:
    remote = go(stand, stand.post("数据"))
    rows = connector.metrics(stand.channel(), clock.today(), [remote["uri"]]).rows
    switch(stand, options={"appview": "off"})
    report = connector.check(stand.channel())
    with pytest.raises(PlatformFault) as refused:
        connector.metrics(stand.channel(), clock.today(), [remote["uri"]])

    assert {row.metric for row in rows} == {"like_users", "share_users", "comment_count"}
    assert all(row.running for row in rows)
    assert report.ok
    assert report.capabilities[Ability.FIGURES].mode == "none"
    assert "同一服务器" in report.capabilities[Ability.COMMENTS].reason
    assert refused.value.platform_code == UNSUPPORTED


def test_a_taken_key_that_breaks_the_server_is_no_proof_that_nothing_was_done(stand: BlueskyStand) -> None:
    fault = errors.fault_of("InternalServerError", "", 500, {}, repeatable=False)

    assert fault.kind == FaultKind.UNKNOWN_OUTCOME


def test_claims_of_an_unreadable_token_are_none() -> None:
    assert claims_of("opaque") == {}
    assert claims_of("a.b.c") == {}
