"""Callbacks of the emulators: carried again, lost and doubled by switch, never off this machine."""

from __future__ import annotations

import pytest

from sandbox.testing import SandboxServer

APP = "ks_office"


@pytest.fixture
def sent(sandbox_server: SandboxServer, callback_catcher):
    """Let the emulator send one push to an address."""

    def push(url: str = "") -> None:
        sandbox_server.add_app(APP, "secret", platform="kuaishou", callback_url=url or callback_catcher.url)
        address = f"{sandbox_server.url_of('kuaishou')}/_reader/take_back"
        sandbox_server.http.post(address, json={"appid": APP}).raise_for_status()

    return push


def test_a_push_arrives_once_with_its_signature(sent, callback_catcher):
    sent()
    pushed = callback_catcher.wait_for(1)
    assert len(pushed) == 1
    assert len(pushed[0].headers["kwaisign"]) == 32


def test_a_lost_push_never_arrives(sandbox_server, sent, callback_catcher):
    sandbox_server.set_fault("callback_lost", count=1)
    sent()
    sent()
    assert len(callback_catcher.wait_for(1)) == 1
    assert sandbox_server.faults()[0]["hits"] == 1


def test_a_doubled_push_arrives_twice_and_is_the_same(sandbox_server, sent, callback_catcher):
    sandbox_server.set_fault("callback_duplicated", count=1)
    sent()
    first, second = callback_catcher.wait_for(2)
    assert first.body == second.body


def test_a_push_that_nobody_takes_is_carried_again_after_a_restart(sandbox_server, sent, callback_catcher):
    sandbox_server.settings(callback_retry_wait_seconds=0.2, callback_retries=50)
    dead = "http://127.0.0.1:9/callback"
    sent(dead)
    sandbox_server.restart()
    sent()
    assert len(callback_catcher.wait_for(1)) == 1


def test_nothing_leaves_this_machine(sandbox_server, sent, callback_catcher):
    sent("http://192.0.2.1/callback")
    sent()
    assert len(callback_catcher.wait_for(1)) == 1
