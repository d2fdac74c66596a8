"""A sandbox with robots, and the turns of the tests before forgotten."""

import pytest

from masthead.notify.robots import pace


@pytest.fixture(autouse=True)
def _turns_forgotten():
    pace.forget()


@pytest.fixture
def robots(sandbox_server, settings):
    """`robots(kind, key, …)` makes a robot in the sandbox; `.calls()` are the last calls to them."""
    settings.SANDBOX_URL = sandbox_server.base_url
    http, base = sandbox_server.http, sandbox_server.base_url
    http.post(f"{base}/_sandbox/robots/reset").raise_for_status()

    def make(kind="wecom", key="robot-key-0001", **more):
        http.post(f"{base}/_sandbox/robots", json={"kind": kind, "key": key, **more}).raise_for_status()

    make.calls = lambda: http.get(f"{base}/_sandbox/robots").json()["calls"]
    return make
