"""Signing in: right, wrong, guessed, and by people who left. Clause 2.2.4."""

import pytest
from django.test import Client
from django.urls import reverse

from masthead.org.testing import PASSWORD
from masthead.trail.models import Event

LOGIN = "/auth/login/"


@pytest.fixture(autouse=True)
def _morning(time_machine):
    """Limits count by the clock: it stands still, so that a slow machine does not open a lock."""
    time_machine.move_to("2026-11-23 09:00:00+08:00", tick=False)


def try_in(client, name, password, **meta):
    return client.post(LOGIN, {"login": name, "password": password}, **meta)


def test_member_signs_in_and_it_is_on_the_trail(lin, client):
    answer = try_in(client, "linbj", PASSWORD)

    assert answer.status_code == 302
    assert answer.url == "/"
    assert Event.objects.filter(name="org:session:signed_in", actor_id=lin.pk).exists()


def test_member_signs_in_by_mail_address_too(lin, client):
    assert try_in(client, "linbj@yunling-tea.example", PASSWORD).status_code == 302


def test_wrong_password_is_refused_with_422_and_noted(lin, client):
    answer = try_in(client, "linbj", "not-it-at-all")

    assert answer.status_code == 422
    assert "登录名或密码不正确" in answer.content.decode()
    event = Event.objects.get(name="org:session:sign_in_refused")
    assert (event.target_id, event.data["name"], event.reason) == (lin.pk, "lin…", "wrong_password")


def test_unknown_name_gets_the_same_answer_as_a_wrong_password(cast, client):
    assert "登录名或密码不正确" in try_in(client, "nobody", "whatever-it-is").content.decode()


def test_guessing_is_locked_after_five_tries_even_with_the_right_password(lin, client):
    for n in range(5):
        assert try_in(client, "linbj", f"guess-number-{n}").status_code == 422

    answer = try_in(client, "linbj", PASSWORD)

    assert answer.status_code == 429
    assert "登录已暂时锁定" in answer.content.decode()
    assert Event.objects.filter(name="org:session:sign_in_refused", reason="locked").exists()


def test_rotating_the_forwarded_header_changes_nothing(lin, client):
    for n in range(5):
        try_in(
            client, "linbj", f"guess-number-{n}", headers={"X-Forwarded-For": f"10.0.0.{n}", "X-Real-Ip": f"10.0.1.{n}"}
        )

    answer = try_in(client, "linbj", PASSWORD, headers={"X-Forwarded-For": "10.9.9.9"})

    assert answer.status_code == 429


def test_rotating_the_host_header_changes_nothing(lin, client):
    for n in range(5):
        try_in(client, "linbj", f"guess-number-{n}", headers={"Host": f"localhost:{8000 + n}"})

    assert try_in(client, "linbj", PASSWORD, headers={"Host": "localhost:9999"}).status_code == 429


def test_spelling_the_name_differently_changes_nothing(lin, client):
    for name in ("linbj", "LINBJ", " linbj ", "ｌｉｎｂｊ", "lınbj"):
        try_in(client, name, "a-wrong-guess")

    assert try_in(client, "linbj", PASSWORD).status_code == 429


def test_one_address_may_not_try_many_names(cast, client):
    for n in range(10):
        try_in(client, f"somebody{n}", "a-wrong-guess", headers={"X-Forwarded-For": f"10.0.0.{n}"})

    assert try_in(client, "linbj", PASSWORD).status_code == 429


def test_flood_of_requests_gets_the_chinese_429_page(cast, client):
    statuses = [client.post(LOGIN, {"login": "", "password": ""}).status_code for _ in range(31)]

    answer = client.post(LOGIN, {"login": "", "password": ""})

    assert statuses[0] == 422
    assert answer.status_code == 429
    assert "请求太频繁" in answer.content.decode()


def test_lock_opens_again_after_five_minutes(lin, client, time_machine):
    for n in range(6):
        try_in(client, "linbj", f"guess-number-{n}")

    time_machine.move_to("2026-11-23 10:00:00+08:00", tick=False)
    assert try_in(client, "linbj", PASSWORD).status_code == 302


def test_somebody_who_left_cannot_sign_in(lin, he, client):
    from masthead.org import actions

    actions.let_member_leave(member=lin, by=he, reason="合同到期离职")

    answer = try_in(client, "linbj", PASSWORD)

    assert answer.url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_leaving_ends_the_running_session(lin, he, client_of):
    from masthead.org import actions

    browser = client_of(lin)
    actions.let_member_leave(member=lin, by=he, reason="合同到期离职")

    assert browser.get("/notices/").status_code == 302


def test_sign_out_is_on_the_trail(lin, client_of):
    assert client_of(lin).post("/auth/logout/").status_code == 302
    assert Event.objects.filter(name="org:session:signed_out", actor_id=lin.pk).exists()


def test_strange_next_address_is_not_followed(lin, client):
    answer = client.post(f"{LOGIN}?next=https://evil.example/", {"login": "linbj", "password": PASSWORD})

    assert answer.url == "/"


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email_verification_sent"])
def test_shut_doors_lead_to_the_sign_in_page(db, client, name):
    answer = client.get(reverse(name))

    assert (answer.status_code, answer.url) == (302, LOGIN)


def test_nobody_can_sign_up(db, client):
    from masthead.org.models import Member

    client.post(reverse("account_signup"), {"username": "intruder", "password1": PASSWORD})

    assert not Member.objects.exists()


def test_member_changes_the_password_and_stays_signed_in(lin, client_of):
    browser = client_of(lin)
    new = "a-much-newer-tea-2027"

    answer = browser.post("/auth/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert answer.status_code == 302
    assert browser.get("/notices/").status_code == 200
    assert Event.objects.filter(name="org:member:password_set", actor_id=lin.pk).exists()
    assert try_in(Client(), "linbj", new).status_code == 302


def test_every_address_of_signing_in_declares_its_access():
    from masthead.org.auth_urls import urlpatterns

    assert all(getattr(p.callback, "masthead_access", None) for p in urlpatterns)
