"""系统状态: checks that can fail, words that say what to do, a probe that names no detail."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client

from masthead.core import clock
from masthead.core.health import CHECKS, Check, Health, State
from masthead.org.testing import sign_in
from masthead.web import health

pytestmark = pytest.mark.django_db


def signed_in(member) -> Client:
    return sign_in(Client(), member)


def state_of(key: str) -> Health:
    return next(f.health for f in health.system_findings() if f.check.key == key)


def test_a_house_with_a_beating_pulse_is_well(he, company):
    health.note_pulse()

    assert state_of("web.background").state == State.OK
    assert signed_in(he).get("/system/").status_code == 200


@pytest.mark.parametrize(
    ("minutes", "state", "words"),
    [(2, State.WARN, "120 秒前"), (30, State.BAD, "30 分钟没有心跳"), (None, State.WARN, "还没有收到")],
)
def test_a_worker_that_fell_silent_is_told(company, minutes, state, words):
    cache.delete(health.PULSE)
    if minutes is not None:
        cache.set(health.PULSE, clock.now() - dt.timedelta(minutes=minutes), 9999)

    found = state_of("web.background")

    assert found.state == state
    assert words in found.text
    assert minutes == 2 or found.advice


def test_a_missing_vault_key_is_bad_and_the_probe_says_503(company, settings, tmp_path):
    settings.VAULT_KEY_FILE = tmp_path / "gone.keys"
    answer = Client().get("/healthz/")

    assert state_of("vault.keys").state == State.BAD
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "failing": ["vault.keys"]}


def test_a_storage_that_is_down_is_bad(company, settings):
    settings.FILES_S3 = settings.FILES_S3 | {
        "bucket": "b",
        "endpoint": "http://127.0.0.1:9",
        "key_id": "k",
        "secret": "s",
    }

    assert state_of("web.files").state == State.BAD


def test_a_full_disk_is_told(company, monkeypatch):
    monkeypatch.setattr(health, "VERY_SCARCE", 2**62)

    assert state_of("web.disk").state == State.BAD


def test_a_check_that_breaks_is_itself_a_finding(company, monkeypatch):
    def broken() -> Health:
        raise RuntimeError("secret detail")

    monkeypatch.setitem(CHECKS._entries, "x.broken", Check("x.broken", "坏的检查", broken, vital=False, order=99))
    found = state_of("x.broken")

    assert found.state == State.BAD
    assert "secret detail" not in found.text


def test_the_page_names_what_to_do(he, company, settings, tmp_path):
    settings.VAULT_KEY_FILE = tmp_path / "gone.keys"
    page = signed_in(he).get("/system/").text

    assert "项需要处理" in page
    assert "vault_init" in page


def test_an_editor_has_no_business_there(lin):
    assert signed_in(lin).get("/system/").status_code == 403
