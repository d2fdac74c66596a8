"""Guessing: each further lock lasts longer, nobody learns which names exist, and no header helps. Clause 2.2.4."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from masthead.core import clock
from masthead.org.models import SignInLock
from masthead.org.testing import PASSWORD
from masthead.trail.models import Event


def guess(
    name="linbj", password="a-wrong-guess", client=None, address="198.51.100.1", **headers
):  # pragma: allowlist secret
    cache.clear()  # the flood limit by address has its own tests
    client = client or Client()
    return client.post("/auth/login/", {"login": name, "password": password}, REMOTE_ADDR=address, headers=headers)


def lock(name="linbj", n=5):
    """Wrong guesses from as many addresses."""
    for number in range(n):
        assert guess(name, address=f"198.51.100.{10 + number}").status_code == 422


@pytest.fixture(autouse=True)
def _morning(time_machine):
    time_machine.move_to("2026-11-23 09:00:00+08:00", tick=False)


@pytest.fixture
def later(time_machine):
    def move(**span):
        time_machine.move_to(clock.now() + dt.timedelta(**span), tick=False)

    return move


def test_the_message_says_how_long(lin, later):
    lock()
    later(minutes=2)

    assert "请 3 分钟后再试" in guess(password=PASSWORD).content.decode()


def test_each_further_lock_lasts_longer(lin, later):
    spans = []
    for _ in range(4):
        lock()
        spans.append(round((SignInLock.objects.get(kind="name").locked_until - clock.now()).total_seconds() / 60))
        later(minutes=spans[-1], seconds=1)

    assert spans == [5, 15, 60, 60]


def test_after_a_quiet_day_the_first_lock_is_a_short_one_again(lin, later):
    lock()
    later(hours=25)
    lock()

    assert SignInLock.objects.get(kind="name").locked_until - clock.now() == dt.timedelta(minutes=5)


def test_the_right_password_clears_the_count(lin):
    lock(n=4)
    assert guess(password=PASSWORD).status_code == 302

    lock(n=4)
    assert guess(password=PASSWORD).status_code == 302


def test_name_and_address_of_a_member_share_one_count(lin):
    lock(n=3)
    for number in range(2):
        guess("linbj@yunling-tea.example", address=f"198.51.100.{50 + number}")

    assert guess(password=PASSWORD).status_code == 429
    assert guess("linbj@yunling-tea.example", password=PASSWORD).status_code == 429


def test_a_name_that_does_not_exist_locks_in_the_same_words(lin):
    def shown(name):
        answers = [guess(name, address=f"198.51.100.{60 + n}") for n in range(6)]
        return [
            (a.status_code, a.content.decode().split("<main")[1].split("</form>")[0].replace(name, "NAME"))
            for a in answers
        ]

    def stripped(rows):
        import re

        return [(status, re.sub(r'value="\w{64}"', "", html)) for status, html in rows]

    assert stripped(shown("linbj")) == stripped(shown("nobody"))


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password was hashed: what takes the time of a sign-in."""

    algorithm = "counting"
    made = 0

    def encode(self, password, salt):
        CountingHasher.made += 1
        return (
            BasePasswordHasher.__str__(self)
            and f"{self.algorithm}${salt}${super().encode(password, salt).split('$')[2]}"
        )


def test_both_kinds_of_names_take_the_same_work(lin, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    lin.set_password(PASSWORD)
    lin.save()
    work = []
    for name in ("linbj", "nobody"):
        CountingHasher.made = 0
        guess(name)
        work.append(CountingHasher.made)

    assert work == [1, 1]


def test_strangers_who_lock_a_name_do_not_lock_the_owners_own_device(lin):
    desk = Client()
    assert guess(password=PASSWORD, client=desk).status_code == 302
    desk.post("/auth/logout/")
    lock()

    assert guess(password=PASSWORD).status_code == 429, "a strange device is locked out"
    assert guess(password=PASSWORD, client=desk).status_code == 302


def test_guesses_on_a_known_device_are_counted_too(lin):
    desk = Client()
    guess(password=PASSWORD, client=desk)
    desk.post("/auth/logout/")
    for number in range(5):
        guess(client=desk, address=f"198.51.100.{70 + number}")

    assert guess(password=PASSWORD, client=desk).status_code == 429


def test_one_address_may_not_try_many_names(cast):
    for number in range(10):
        guess(f"somebody{number}")

    assert guess(password=PASSWORD).status_code == 429
    assert guess(password=PASSWORD, address="198.51.100.9").status_code == 302


def test_a_whole_ipv6_network_is_one_address(cast):
    for number in range(10):
        guess(f"somebody{number}", address=f"2001:db8:1:2::{number + 1:x}")

    assert guess(password=PASSWORD, address="2001:db8:1:2:ffff::1").status_code == 429
    assert guess(password=PASSWORD, address="2001:db8:1:3::1").status_code == 302


def test_a_forged_forwarded_header_changes_neither_the_limit_nor_the_trail(lin):
    for number in range(10):
        guess(f"somebody{number}", address="198.51.100.7", **{"X-Forwarded-For": f"10.0.0.{number}"})

    answer = guess(password=PASSWORD, address="198.51.100.7", **{"X-Forwarded-For": "10.9.9.9"})

    assert answer.status_code == 429
    kept = Event.objects.filter(name__startswith="org:session:")
    assert kept.exists() and not any("10.0.0" in str(e.__dict__) or "10.9.9" in str(e.__dict__) for e in kept)


def test_an_administrator_unlocks_and_both_are_on_the_trail(lin, he, client_of):
    lock()
    assert guess(password=PASSWORD).status_code == 429
    assert "登录已锁定" in client_of(he).get(reverse("org:member_sign_in", args=[lin.pk])).content.decode()

    assert client_of(he).post(reverse("org:unlock", args=[lin.pk])).status_code == 302

    assert guess(password=PASSWORD).status_code == 302
    assert Event.objects.filter(name="org:session:locked", target_id=str(lin.pk)).exists()
    assert Event.objects.filter(name="org:session:unlocked", actor_id=he.pk).exists()


def test_nobody_unlocks_the_own_name(he, client_of):
    lock("hezh")

    assert client_of(he).post(reverse("org:unlock", args=[he.pk])).status_code == 422


def test_what_was_typed_is_kept_nowhere(lin):
    guess("my-secret-password-typed-as-name")

    row = SignInLock.objects.get(kind="name")
    assert "secret" not in row.key and row.member is None
    assert not Event.objects.filter(data__icontains="my-secret").exists()
