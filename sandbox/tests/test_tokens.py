"""Access tokens: classic, stable, expired, refused."""

from __future__ import annotations

import pytest

from sandbox.tests.client import APPID, SECRET, Caller


def count(wechat: Caller, token: str) -> int:
    wechat.token = token
    return wechat.get("/cgi-bin/draft/count").get("errcode", 0)


def test_a_classic_token_retires_its_predecessor_after_five_minutes(wechat: Caller) -> None:
    first, second = wechat.classic_token()["access_token"], wechat.classic_token()["access_token"]

    assert first != second
    assert len(first) == 512
    assert (count(wechat, first), count(wechat, second)) == (0, 0)
    wechat.server.shift_clock(forward_seconds=301)
    assert (count(wechat, first), count(wechat, second)) == (40001, 0)


def test_the_stable_token_stays_the_same_until_five_minutes_before_its_end(wechat: Caller) -> None:
    first = wechat.stable_token()
    wechat.server.shift_clock(forward_seconds=6000)
    again = wechat.stable_token()
    assert again["access_token"] == first["access_token"]
    assert 300 <= again["expires_in"] <= 1200

    wechat.server.shift_clock(forward_seconds=950)
    renewed = wechat.stable_token()

    assert renewed["access_token"] != first["access_token"]
    assert (count(wechat, first["access_token"]), count(wechat, renewed["access_token"])) == (0, 0)


def test_classic_and_stable_tokens_do_not_disturb_each_other(wechat: Caller) -> None:
    stable = wechat.stable_token()["access_token"]
    wechat.server.settings(classic_grace_seconds=0)
    wechat.classic_token()
    wechat.classic_token()

    assert count(wechat, stable) == 0


def test_forced_refresh_kills_the_old_token_and_is_rationed(wechat: Caller) -> None:
    old = wechat.stable_token()["access_token"]
    forced = wechat.stable_token(force=True)["access_token"]
    again = wechat.stable_token(force=True)["access_token"]

    assert forced != old
    assert again == forced
    assert (count(wechat, old), count(wechat, forced)) == (40001, 0)


def test_an_expired_token_is_42001_a_foreign_one_40014_a_missing_one_41001(wechat: Caller) -> None:
    token = wechat.token
    wechat.server.shift_clock(forward_seconds=7201)

    assert [count(wechat, token), count(wechat, "made-up"), count(wechat, "")] == [42001, 40014, 41001]


@pytest.mark.parametrize(
    ("change", "asked", "code"),
    [
        ({}, {"secret": "wrong"}, 40125),
        ({}, {"appid": "wx_nobody"}, 40013),
        ({"secret_frozen": True}, {}, 40243),
        ({"ip_allow": ["203.0.113.7"]}, {}, 40164),
    ],
)
def test_credentials_are_refused_with_the_code_of_the_cause(wechat: Caller, change, asked, code) -> None:
    wechat.server.add_app(APPID, SECRET, **change)

    answer = wechat.stable_token(**asked)

    assert answer["errcode"] == code
    assert "rid: " in answer["errmsg"]


def test_the_refused_address_is_named_in_the_message(wechat: Caller) -> None:
    wechat.server.add_app(APPID, SECRET, ip_allow=["203.0.113.7"])

    assert "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist" in wechat.stable_token()["errmsg"]
