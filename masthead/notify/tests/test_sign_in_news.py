"""A member hears of a new device, a lock and every change of a second factor. Clause 2.2.4."""

import pytest
from django.test import Client
from django.urls import reverse

from masthead.notify.models import Notice
from masthead.org import actions
from masthead.org.testing import PASSWORD, give_factor

KINDS = ("org.new_device", "org.locked", "org.factor")


def enter(password=PASSWORD, client=None, address="198.51.100.1"):
    client = client or Client()
    client.post("/auth/login/", {"login": "linbj", "password": password}, REMOTE_ADDR=address)
    return client


def told(member):
    return list(Notice.objects.filter(member=member, kind__in=KINDS).values_list("kind", flat=True))


def test_a_new_device_is_told_to_the_member_a_known_one_is_not(lin):
    desk = enter()
    desk.post("/auth/logout/")
    enter(client=desk)
    assert told(lin) == [], "the very first device is no news"

    enter()

    assert told(lin) == ["org.new_device"]
    assert Notice.objects.get(member=lin).url == reverse("mfa_index")


def test_a_lock_is_told_to_the_member_and_to_nobody_for_a_name_that_does_not_exist(lin):
    for number in range(5):
        enter("a-wrong-guess", address=f"198.51.100.{10 + number}")  # pragma: allowlist secret
        Client().post("/auth/login/", {"login": "nobody", "password": "x"}, REMOTE_ADDR=f"198.51.100.{30 + number}")

    assert told(lin) == ["org.locked"]
    assert Notice.objects.filter(kind="org.locked").count() == 1


@pytest.mark.parametrize("by", ["lin", "he"])
def test_a_change_of_a_second_factor_is_told(by, lin, he):
    give_factor(lin)
    if by == "lin":
        actions.note_second_factor_change(member=lin, by=lin, what="启用了动态口令")
    else:
        actions.drop_second_factor(member=lin, by=he, reason="手机遗失，已当面核实")

    assert told(lin) == ["org.factor"]
