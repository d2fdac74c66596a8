"""TOTP: switched on by the member, asked for at sign-in, sealed in the database, noted on the trail."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.test import Client

from masthead.org.testing import PASSWORD
from masthead.trail.models import Event


def code_for(secret):
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"


@pytest.fixture
def secured(he, django_capture_on_commit_callbacks):
    """何静怡's browser after she switched TOTP on, and her key."""
    browser = Client()
    browser.post("/auth/login/", {"login": "hezh", "password": PASSWORD})
    browser.post("/auth/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/auth/2fa/totp/activate/")
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):  # allauth tells of the change after the commit
        assert browser.post("/auth/2fa/totp/activate/", {"code": code_for(secret)}).status_code == 302
    return browser, secret


def test_key_lies_sealed_in_the_database(he, secured):
    stored = Authenticator.objects.get(user=he, type=Authenticator.Type.TOTP).data["secret"]

    assert secured[1] not in stored


def test_change_is_on_the_trail(he, secured):
    events = Event.objects.filter(name="org:member:second_factor_changed", actor_id=he.pk)

    assert "启用了动态口令" in set(events.values_list("reason", flat=True))


def test_password_alone_no_longer_signs_in(secured):
    stranger = Client()

    answer = stranger.post("/auth/login/", {"login": "hezh", "password": PASSWORD})

    assert answer.url == "/auth/2fa/authenticate/"
    assert stranger.get("/notices/").status_code == 302


def test_wrong_code_is_refused(secured):
    stranger = Client()
    stranger.post("/auth/login/", {"login": "hezh", "password": PASSWORD})

    answer = stranger.post("/auth/2fa/authenticate/", {"code": "000000"})

    assert answer.status_code == 422
    assert "验证码不正确" in answer.content.decode()


def test_recovery_codes_are_shown_to_their_owner(secured):
    page = secured[0].get("/auth/2fa/recovery-codes/")

    assert re.search(r"[0-9a-f]{4}-?[0-9a-f]{4}", page.content.decode())
