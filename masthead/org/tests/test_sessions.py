"""Where one is signed in, ending it from elsewhere, new devices, passwords that somebody else knows. Clause 2.2.4."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from masthead.core import clock
from masthead.org import actions, queries
from masthead.org.models import PasswordDuty, SignIn
from masthead.org.testing import PASSWORD, factor_code
from masthead.trail.models import Event

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Mobile/15E MicroMessenger/8.0"


def enter(name="linbj", agent=EDGE, client=None, password=PASSWORD, **meta):
    client = client or Client(headers={"User-Agent": agent})
    answer = client.post("/auth/login/", {"login": name, "password": password}, **meta)
    assert answer.status_code == 302, answer.content.decode()[:400]
    if answer.url == reverse("mfa_authenticate"):
        client.post(answer.url, {"code": factor_code()})
    return client


def test_the_list_names_device_place_and_last_use(lin):
    enter(agent=PHONE, REMOTE_ADDR="203.0.113.7")
    desk = enter()

    page = desk.get(reverse("mfa_index")).content.decode()

    assert "微信 · iPhone" in page and "203.0.113.7" in page
    assert "Edge · Windows" in page and "本次登录" in page


def test_ending_one_session_ends_it_at_once(lin):
    phone, desk = enter(agent=PHONE), enter()
    other = next(row for row in queries.session_rows(lin, current_key=desk.session.session_key) if not row.current)

    desk.post(reverse("account_end_session", args=[other.row.pk]))

    assert phone.get("/notices/").status_code == 302
    assert desk.get("/notices/").status_code == 200
    assert Event.objects.filter(name="org:session:ended", actor_id=lin.pk).exists()


def test_ending_all_others_keeps_this_one(lin):
    others, desk = [enter(agent=PHONE), enter()], enter()

    desk.post(reverse("account_end_other_sessions"))

    assert {b.get("/notices/").status_code for b in others} == {302}
    assert desk.get("/notices/").status_code == 200
    assert SignIn.objects.filter(member=lin, ended_at=None).count() == 1


def test_a_session_of_somebody_else_is_not_there(lin, zhou):
    mine, theirs = enter(), enter("zhoush")
    row = SignIn.objects.get(member=zhou)

    assert mine.post(reverse("account_end_session", args=[row.pk])).status_code == 404
    assert theirs.get("/notices/").status_code == 200


def test_ending_twice_is_stale(lin):
    desk = enter()
    enter(agent=PHONE)
    row = queries.session_rows(lin, current_key=desk.session.session_key)[1].row
    desk.post(reverse("account_end_session", args=[row.pk]))

    assert desk.post(reverse("account_end_session", args=[row.pk])).status_code == 409


def test_an_administrator_sees_and_ends_the_sessions_of_a_member(lin, he, client_of):
    desk = enter()
    admin = client_of(he)
    assert "Edge · Windows" in admin.get(reverse("org:member_sign_in", args=[lin.pk])).content.decode()

    admin.post(reverse("org:end_sessions", args=[lin.pk]))

    assert desk.get("/notices/").status_code == 302


def test_signing_out_ends_the_row(lin):
    enter().post("/auth/logout/")

    assert SignIn.objects.get(member=lin).ended_why == "signed_out"


def test_a_device_never_seen_before_is_marked_a_known_one_is_not(lin):
    desk = enter()
    desk.post("/auth/logout/")
    enter(client=desk)
    enter(agent=PHONE)

    rows = SignIn.objects.filter(member=lin).order_by("pk")
    assert [row.new_device for row in rows] == [False, False, True], "the very first one is no news"


def test_an_invented_device_cookie_is_a_new_device(lin):
    enter()
    forged = Client(headers={"User-Agent": EDGE})
    forged.cookies["device"] = "anything:at:all"

    enter(client=forged)

    assert SignIn.objects.order_by("-pk")[0].new_device


def test_the_last_use_is_written_every_five_minutes_at_most(lin, time_machine):
    desk = enter()
    first = SignIn.objects.get(member=lin).last_seen_at
    desk.get("/notices/")
    assert SignIn.objects.get(member=lin).last_seen_at == first

    time_machine.move_to(clock.now() + dt.timedelta(minutes=6))
    desk.get("/notices/")

    assert SignIn.objects.get(member=lin).last_seen_at > first


def test_a_new_password_of_ones_own_ends_the_other_sessions_and_their_rows(lin):
    phone, desk, new = enter(agent=PHONE), enter(), "a-much-newer-tea-2027"  # pragma: allowlist secret

    desk.post("/auth/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert phone.get("/notices/").status_code == 302
    assert desk.get("/notices/").status_code == 200
    rows = SignIn.objects.filter(member=lin, ended_at=None)
    assert [row.session_key for row in rows] == [desk.session.session_key]


GIVEN = {
    "name": "赵小满",
    "username": "zhaoxm",
    "password": "first-day-of-tea",
    "title": "编辑",
}  # pragma: allowlist secret


def test_a_password_that_an_administrator_gave_is_for_one_sign_in(lin, he, units, client_of):
    client_of(he).post(reverse("org:add_member"), GIVEN | {"unit": units["宣传部"].pk})

    browser = enter("zhaoxm", password=GIVEN["password"])

    assert browser.get("/").url == reverse("account_change_password")
    assert browser.post("/notices/read/").status_code == 403
    assert browser.get("/notices/", headers={"HX-Request": "true"}).status_code == 403
    new = "my-own-words-of-2027"  # pragma: allowlist secret
    browser.post("/auth/password/change/", {"oldpassword": GIVEN["password"], "password1": new, "password2": new})
    assert browser.get("/notices/").status_code == 200
    assert not PasswordDuty.objects.exists()


def test_the_same_password_again_does_not_count(lin, he):
    actions.set_password(member=lin, password="reset-by-the-house-1", by=he)
    browser = enter(password="reset-by-the-house-1")  # pragma: allowlist secret
    same = {
        "oldpassword": "reset-by-the-house-1",
        "password1": "reset-by-the-house-1",
        "password2": "reset-by-the-house-1",
    }

    assert browser.post("/auth/password/change/", same).status_code == 422
    assert browser.get("/").url == reverse("account_change_password")


@pytest.mark.parametrize("name", ["org:member_sign_in", "org:unlock", "org:end_sessions"])
def test_only_administrators_look_after_others(name, lin, zhou, client_of):
    method = "get" if name == "org:member_sign_in" else "post"

    assert getattr(client_of(zhou), method)(reverse(name, args=[lin.pk])).status_code == 403


@pytest.mark.parametrize("place", ["", "unknown", "198.51.100.7:4711"])
def test_a_place_that_is_no_address_does_not_stop_anybody(place, lin):
    enter(REMOTE_ADDR=place)

    assert SignIn.objects.get(member=lin).address is None
