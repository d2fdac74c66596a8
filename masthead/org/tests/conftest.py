"""Providers of every kind, and the way out to them and back."""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from masthead.org import actions
from sandbox.testing import free_port, until

ROOT = Path(__file__).resolve().parents[3]
BASE = "http://testserver"
APPS = {
    "wecom": {"ww_yunling": {"secret": "wecom-secret-1", "agentid": "1000002"}},
    "dingtalk": {"ding_yunling": {"secret": "ding-secret-1", "corp": "corp_yunling"}},
    "feishu": {"cli_yunling": {"secret": "feishu-secret-1"}},
}
PEOPLE = {
    "wecom": {
        "linzx": {"name": "林知夏", "department": [3, 7], "position": "编辑"},
        "newbie": {"name": "赵小满", "department": [3], "position": "实习"},
        "guest": {"outsider": True},
        "gone": {"name": "已停用", "status": 2},
    },
    "dingtalk": {
        "linzx": {"name": "林知夏", "unionid": "union-lin", "dept_id_list": [11], "title": "编辑"},
        "guest": {"name": "路人", "unionid": "union-guest", "outsider": True},
        "elsewhere": {"name": "别家", "unionid": "union-else", "corp": "corp_other"},
    },
    "feishu": {
        "linzx": {
            "name": "林知夏", "union_id": "on_lin", "tenant_key": "t_yunling", "department_ids": ["od-1"],
            "enterprise_email": "linbj@yunling-tea.example", "email": "private@example.com",
        },
        "elsewhere": {"name": "别家", "union_id": "on_else", "tenant_key": "t_other"},
        "mimic": {"name": "冒名", "union_id": "on_mimic", "tenant_key": "t_yunling", "email": "linbj@yunling-tea.example"},
    },
}  # fmt: skip
WORDS = {
    "wecom": {"name": "企业微信", "corp_id": "ww_yunling", "agent_id": "1000002"},
    "dingtalk": {"name": "钉钉", "client_id": "ding_yunling", "corp_id": "corp_yunling"},
    "feishu": {"name": "飞书", "client_id": "cli_yunling", "corp_id": "t_yunling"},
}


def way_out(answer):
    """Where this answer leads: by itself, or by the link of the page in between (after a form)."""
    assert answer.status_code in (200, 302), answer.content.decode()[:600]
    return answer.url if answer.status_code == 302 else answer.context["onward"]


class Elsewhere:
    """The three chat apps in the sandbox. `of(kind)` sets a provider up, `walk` goes out and comes back."""

    def __init__(self, server, admin):
        self.http, self.base, self.admin = server.http, server.base_url, admin
        self.post("/reset", {})

    def post(self, path, order):
        self.http.post(f"{self.base}/_sandbox/signin{path}", json=order).raise_for_status()

    def of(self, kind, *, on=True, secret=None, **more):
        back = f"{BASE}{reverse('account_provider_callback', args=[kind])}"
        apps = {key: body | {"redirect_uris": [back]} for key, body in APPS[kind].items()}
        self.post("", {"kind": kind, "apps": apps, "people": PEOPLE[kind]})
        own = next(iter(APPS[kind].values()))["secret"]
        provider = actions.add_provider(
            kind=kind, key=kind, by=self.admin, secret=secret or own, words=WORDS[kind], **more
        )
        return actions.switch_provider(provider=provider, on=True, by=self.admin) if on else provider

    def walk(self, provider, person, *, client=None, door="account_provider_begin", fault=""):
        """The answer to the browser that comes back from the provider as `person`."""
        self.post("", {"kind": provider.kind, "current": person, "fault": fault})
        client = client or Client()
        out = client.get(reverse(door, args=[provider.key]))
        return client.get(self.back(way_out(out)))

    def back(self, address):
        """Where the provider sends the browser."""
        answer = self.http.get(address, follow_redirects=False)
        assert answer.status_code == 302, answer.text
        parts = urlsplit(answer.headers["location"])
        return f"{parts.path}?{parts.query}"


@pytest.fixture
def elsewhere(sandbox_server, settings, he):
    settings.SANDBOX_URL, settings.BASE_URL = sandbox_server.base_url, BASE
    return Elsewhere(sandbox_server, he)


@pytest.fixture
def signed_in_as():
    """Who is signed in with this browser: a sign-in name, or None."""
    from masthead.org.models import Member

    def who(client):
        key = client.session.get("_auth_user_id")
        return Member.objects.get(pk=key).username if key else None

    return who


class Peer:
    """A running oidc-provider of the npm registry."""

    def __init__(self, port, process, admin):
        self.issuer, self.process, self.admin = f"http://127.0.0.1:{port}", process, admin

    def set(self, **order):
        httpx.post(f"{self.issuer}/_test/", json=order, trust_env=False).raise_for_status()

    def of(
        self, *, key="company", secret="peer-secret:with+signs", client_id="masthead", **more
    ):  # pragma: allowlist secret
        words = {"name": f"统一登录 {key}", "issuer": self.issuer, "client_id": client_id}
        made = actions.add_provider(kind="oidc", key=key, by=self.admin, secret=secret, words=words, **more)
        return actions.switch_provider(provider=made, on=True, by=self.admin)

    def back(self, address, person):
        """Sign in at the provider as `person`, agree, and say where the browser is sent."""
        with httpx.Client(trust_env=False, follow_redirects=False) as browser:
            answer = browser.get(address)
            for _ in range(12):
                if answer.status_code in (302, 303):
                    target = answer.headers["location"]
                    if target.startswith(BASE):
                        parts = urlsplit(target)
                        return f"{parts.path}?{parts.query}"
                    answer = browser.get(str(answer.url.join(target)))
                    continue
                assert answer.status_code == 200, answer.text
                prompt = "login" if 'value="login"' in answer.text else "consent"
                answer = browser.post(str(answer.url), data={"prompt": prompt, "login": person, "password": "any"})
        raise AssertionError("the provider never sent the browser back")

    def walk(self, provider, person, *, client=None, door="account_provider_begin"):
        client = client or Client()
        out = client.get(reverse(door, args=[provider.key]))
        return client.get(self.back(way_out(out), person))


@pytest.fixture(scope="session")
def oidc_process():
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".boot" / "bin"))
    assert node, "the tests of signing in need Node, as the front end does"
    port = free_port()
    back = [f"{BASE}/auth/with/company/callback/", f"{BASE}/auth/with/other/callback/"]
    process = subprocess.Popen(
        [node, str(Path(__file__).with_name("oidc_peer.mjs")), str(port), *back],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        assert until(lambda: answers(port), seconds=20), "oidc-provider did not start"
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=5)


def answers(port):
    try:
        address = f"http://127.0.0.1:{port}/.well-known/openid-configuration"
        return httpx.get(address, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def peer(oidc_process, settings, he):
    settings.BASE_URL = BASE
    running = Peer(*oidc_process, he)
    running.set(mischief="")
    return running
