"""The page on which an account's owner lets an app in, the same for all platforms."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox.testing import SandboxServer

BACK = "http://127.0.0.1:9/back?next=1"
PAGES = {
    "weibo": ("oauth2/authorize", "client_id", "redirect_uri"),
    "kuaishou": ("oauth2/authorize", "app_id", "redirect_uri"),
    "bilibili": ("pc/account-pc/auth/oauth", "client_id", "gourl"),
}


def ask(server, platform, *, app="app1", back=BACK, **more):
    path, app_field, back_field = PAGES[platform]
    query = {app_field: app, back_field: back, "state": "s 1", "response_type": "code", **more}
    return server.http.get(f"{server.url_of(platform)}/{path}", params=query)


@pytest.fixture(params=PAGES)
def platform(request, sandbox_server: SandboxServer):
    sandbox_server.add_app("app1", "secret", platform=request.param, redirect_uri=BACK, name="云岭茶事")
    return request.param


def test_a_person_reads_what_the_app_may_do_and_agrees(sandbox_server, platform):
    page = ask(sandbox_server, platform)
    assert page.status_code == 200
    assert "云岭茶事" in page.text
    assert "同意" in page.text
    assert 'name="state" value="s 1"' in page.text
    agreed = ask(sandbox_server, platform, auto="1")
    assert agreed.status_code == 302
    given = parse_qs(urlsplit(agreed.headers["location"]).query)
    assert (given["state"], given["next"], len(given["code"])) == (["s 1"], ["1"], 1)


def test_a_person_may_say_no(sandbox_server, platform):
    refused = ask(sandbox_server, platform, deny="1")
    assert "error=access_denied" in refused.headers["location"]
    assert "code=" not in refused.headers["location"]


def test_an_unknown_app_and_a_foreign_address_get_no_code(sandbox_server, platform):
    for wrong in ({"app": "nobody"}, {"back": "http://127.0.0.1:9/other"}):
        page = ask(sandbox_server, platform, auto="1", **wrong)
        assert page.status_code == 400
        assert "location" not in page.headers


def test_without_a_registered_address_only_this_machine_is_answered(sandbox_server, platform):
    sandbox_server.add_app("app2", "secret", platform=platform)
    assert ask(sandbox_server, platform, app="app2", auto="1").status_code == 302
    assert ask(sandbox_server, platform, app="app2", back="http://example.com/", auto="1").status_code == 400


def test_an_app_of_one_platform_is_no_app_of_another(sandbox_server):
    sandbox_server.add_app("app1", "secret", platform="weibo")
    assert ask(sandbox_server, "kuaishou", auto="1").status_code == 400
