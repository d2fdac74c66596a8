"""Guessing passwords, fixing or keeping sessions, staying in after leaving."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from masthead.org.models import Grant, Member
from masthead.org.testing import PASSWORD
from masthead.trail.models import Event
from tests.attempts.proof import browser

LOGIN = "/auth/login/"


def guess(client: Client, password: str, login: str = "linbj", **extra: Any) -> Any:
    return client.post(LOGIN, {"login": login, "password": password}, **extra)


FORWARDED = [
    {"X-Forwarded-For": "10.0.0.{n}"},
    {"X-Forwarded-For": "10.0.0.{n}, 10.1.0.{n}"},
    {"X-Real-Ip": "10.0.0.{n}"},
    {"Forwarded": "for=10.0.0.{n}"},
    {"True-Client-Ip": "10.0.0.{n}", "Cf-Connecting-Ip": "10.0.1.{n}", "X-Client-Ip": "10.0.2.{n}"},
]


@pytest.mark.parametrize("headers", FORWARDED, ids="+".join)
def test_a_rotating_address_header_buys_no_further_guesses(lin: Member, headers: dict[str, str]) -> None:
    statuses = []
    for n in range(7):
        rotated = {name: value.format(n=n) for name, value in headers.items()}
        statuses.append(guess(Client(), f"guess-number-{n}", headers=rotated).status_code)

    answer = guess(Client(), PASSWORD, headers={name: value.format(n=99) for name, value in headers.items()})

    assert statuses[:5] == [422] * 5 and set(statuses[5:]) == {429}
    assert answer.status_code == 429, "not even the right password opens a locked name"
    assert Event.objects.filter(name="org:session:sign_in_refused", reason="locked").exists()


def test_behind_our_own_proxy_only_what_the_proxy_wrote_counts(lin: Member, settings: Any) -> None:
    """The client's own entries stand left of the proxy's; rotating them changes nothing."""
    settings.TRUSTED_PROXY_COUNT = 1
    for n in range(10):
        guess(Client(), "a-wrong-guess", login=f"somebody{n}", headers={"X-Forwarded-For": f"10.0.0.{n}, 203.0.113.9"})

    assert guess(Client(), PASSWORD, headers={"X-Forwarded-For": "10.9.9.9, 203.0.113.9"}).status_code == 429
    assert guess(Client(), PASSWORD, headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}).status_code == 302


def test_a_new_cookie_jar_for_every_guess_changes_nothing(lin: Member) -> None:
    for n in range(5):
        guess(Client(), f"guess-number-{n}")

    assert guess(Client(), PASSWORD).status_code == 429


def test_a_name_that_exists_and_one_that_does_not_get_the_same_page(lin: Member) -> None:
    def shown(login: str) -> str:
        html = guess(Client(), "a-wrong-guess", login=login).content.decode()
        start, end = html.index("<main"), html.index("</main>")
        return re.sub(r'value="\w{64}"', "", html[start:end].replace(login, "NAME"))

    assert shown("linbj") == shown("nobody")


def test_a_session_number_chosen_before_signing_in_is_worth_nothing_afterwards(lin: Member) -> None:
    attacker = Client()
    attacker.get(LOGIN)
    attacker.post("/language/", {"language": "en"})
    victim = Client()
    victim.cookies["sessionid"] = "0123456789abcdefghijklmnopqrstuv"
    guess(victim, PASSWORD)

    assert victim.cookies["sessionid"].value != "0123456789abcdefghijklmnopqrstuv"
    attacker.cookies["sessionid"] = "0123456789abcdefghijklmnopqrstuv"
    assert attacker.get("/notices/").status_code == 302


def test_the_session_gets_a_new_number_at_every_sign_in(lin: Member, zhou: Member) -> None:
    client = Client()
    guess(client, PASSWORD)
    first = client.cookies["sessionid"].value
    client.post("/auth/logout/")
    guess(client, PASSWORD, login="zhoush")

    assert client.cookies["sessionid"].value not in ("", first)
    other = Client()
    other.cookies["sessionid"] = first
    assert other.get("/notices/").status_code == 302, "the session that was left is over"


def test_the_session_cookie_is_closed_to_scripts_and_to_other_sites(lin: Member) -> None:
    client = Client()
    guess(client, PASSWORD)

    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_on_a_server_both_cookies_travel_by_https_only() -> None:
    from pathlib import Path

    import masthead.config.settings

    text = (Path(masthead.config.settings.__file__).parent / "prod.py").read_text(encoding="utf-8")
    assert "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS" in text and "SECURE_SSL_REDIRECT = HTTPS" in text


@pytest.mark.parametrize("cookie", ["", "x", "../../etc/passwd", "' OR 1=1 --", "a" * 5000, "0" * 32])
def test_an_invented_session_is_nobody(scene: Any, cookie: str) -> None:
    client = Client()
    client.cookies["sessionid"] = cookie

    assert client.get("/notices/").status_code == 302


def test_who_left_is_out_at_the_next_click(lin: Member, he: Member, chen: Member) -> None:
    browsers = [browser(lin), browser(lin)]
    assert {b.get("/notices/").status_code for b in browsers} == {200}

    answer = browser(he).post(reverse("org:leave", args=[lin.pk]), {"reason": "合同到期离职", "successor": chen.pk})

    assert answer.status_code == 302
    assert {b.get("/notices/").status_code for b in browsers} == {302}
    assert browsers[0].post("/notices/read/").status_code == 302


def test_a_role_taken_back_ends_at_the_next_click(lin: Member, he: Member, scene: Any) -> None:
    client = browser(lin)
    address = reverse("content:draft_edit", args=scene.things["draft"])
    assert client.get(address).status_code == 200

    browser(he).post(reverse("org:end_grant", args=[Grant.objects.get(member=lin).pk]))

    assert client.get(address).status_code == 403


def test_a_new_password_ends_the_other_sessions(lin: Member, he: Member) -> None:
    stolen, form = browser(lin), {"password": "a-much-newer-tea-2027"}  # pragma: allowlist secret

    browser(he).post(reverse("org:set_password", args=[lin.pk]), form)

    assert stolen.get("/notices/").status_code == 302


@pytest.mark.parametrize(
    "password", ["", " ", PASSWORD.upper(), PASSWORD + " ", PASSWORD[:-1], "\x00", "' OR '1'='1", "a" * 100_000]
)
def test_only_the_password_opens(lin: Member, password: str) -> None:
    answer = guess(Client(), password)

    assert answer.status_code in (422, 429)
    assert "_auth_user_id" not in answer.wsgi_request.session


@pytest.mark.parametrize("login", ["linbj' --", "linbj\x00", "%", "*", "linbj\n", "LINBJ@", "1"])
def test_no_other_spelling_is_lin(lin: Member, login: str) -> None:
    answer = guess(Client(), PASSWORD, login=login)

    assert answer.status_code in (302, 422)
    member = answer.wsgi_request.user
    assert not member.is_authenticated or (member == lin and login.strip().lower() == "linbj")


def test_an_old_session_ends_by_itself(lin: Member, time_machine: Any) -> None:
    from masthead.core import clock

    client = browser(lin)
    time_machine.move_to(clock.now() + dt.timedelta(days=15), tick=False)

    assert client.get("/notices/").status_code == 302
