"""A sensitive role counts only with a second factor, whatever the door. Clause 2.1."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from masthead.core.errors import NotPermitted
from masthead.org import actions, queries
from masthead.org.models import Grant, Member, Role
from masthead.org.testing import FACTOR, PASSWORD, factor_code, give_factor, sign_in
from masthead.trail.models import Event, Outcome

DOORS = [
    ("get", {}), ("post", {}), ("get", {"HX-Request": "true"}), ("post", {"HX-Request": "true"}), ("get", {"Accept": "application/json"}),
]  # fmt: skip


def without_factor(member):
    Authenticator.objects.filter(user=member).delete()
    member.__dict__.pop("_kept_scopes", None)


@pytest.fixture
def bare(he):
    """An administrator who has not set a second factor up."""
    without_factor(he)
    return he


def test_the_role_gives_nothing_without_a_second_factor_even_behind_the_pages(bare, lin):
    fresh = Member.objects.get(pk=bare.pk)

    assert not queries.may(fresh, "org.manage")
    assert bare.pk not in queries.who_may([fresh], "org.manage")
    assert queries.members_without_factor() == [bare]


def test_an_action_that_asks_for_the_right_refuses_too(bare, lin, client_of):
    client_of(lin)
    row = actions.note_sign_in(member=lin, by=lin, session_key="k" * 32)

    with pytest.raises(NotPermitted):
        actions.end_sign_in(sign_in=row, by=Member.objects.get(pk=bare.pk))


def test_a_page_leads_to_setting_one_up(bare):
    browser = sign_in(Client(), bare)

    for path in ("/", "/org/members/", "/notices/", "/accounts/"):
        assert browser.get(path).url == reverse("mfa_index")
    page = browser.get(reverse("mfa_index"))
    assert page.status_code == 200 and "您的角色要求两步验证" in page.content.decode()


@pytest.mark.parametrize(("method", "headers"), DOORS[1:])
def test_every_other_door_refuses_and_the_refusal_is_on_the_trail(method, headers, bare, lin):
    browser, before = sign_in(Client(), bare), Grant.objects.count()

    answer = getattr(browser, method)(reverse("org:leave", args=[lin.pk]), headers=headers)

    assert answer.status_code == 403
    assert Grant.objects.count() == before
    kept = Event.objects.get(outcome=Outcome.REFUSED)
    assert (kept.actor_id, kept.code) == (bare.pk, "second_factor_missing")


def test_signing_out_and_the_language_stay_open(bare):
    browser = sign_in(Client(), bare)

    assert browser.post("/language/", {"language": "en", "next": "/"}).status_code == 302
    assert browser.post("/auth/logout/").url == "/auth/login/"


def test_a_session_that_showed_no_factor_does_not_count_although_there_is_one(he):
    browser = sign_in(Client(), he, with_factor=False)

    assert browser.get("/org/members/").url.startswith(reverse("mfa_reauthenticate"))
    assert browser.post(reverse("org:add_unit")).status_code == 403
    assert Event.objects.filter(code="second_factor_not_shown", actor_id=he.pk).exists()


def test_showing_it_in_that_session_opens_the_pages(he):
    browser = sign_in(Client(), he, with_factor=False)

    answer = browser.post(
        f"{reverse('mfa_reauthenticate')}?next=/org/members/", {"code": factor_code(), "next": "/org/members/"}
    )

    assert answer.url == "/org/members/"
    assert browser.get("/org/members/").status_code == 200


def test_a_role_given_in_the_middle_of_a_session_takes_effect_at_the_next_click(lin, he, client_of):
    browser = client_of(lin)
    assert browser.get("/notices/").status_code == 200

    actions.grant_role(member=lin, role=Role.objects.get(key="account_admin"), by=he)

    assert browser.get("/notices/").url == reverse("mfa_index")
    assert browser.post("/notices/read/").status_code == 403


def test_taking_the_role_back_opens_the_pages_again(lin, he, client_of):
    grant = actions.grant_role(member=lin, role=Role.objects.get(key="account_admin"), by=he)
    browser = client_of(lin)
    actions.end_grant(grant=grant, by=he)

    assert browser.get("/notices/").status_code == 200


def test_others_are_not_asked(lin, client_of):
    assert client_of(lin).get("/notices/").status_code == 200


def test_a_member_without_factor_signs_in_and_sets_one_up_and_works_on(transactional_db, bare):
    browser = Client()
    assert browser.post("/auth/login/", {"login": "hezh", "password": PASSWORD}).status_code == 302
    assert browser.get("/").url == reverse("mfa_index")
    again = browser.get(reverse("mfa_activate_totp"))
    assert again.url.startswith("/auth/reauthenticate/")
    browser.post(again.url, {"password": PASSWORD})
    page = browser.get(reverse("mfa_activate_totp"))
    secret = page.context_data["form"].secret

    answer = browser.post(reverse("mfa_activate_totp"), {"code": factor_code(secret)})

    assert answer.url == reverse("mfa_view_recovery_codes")
    assert browser.get("/org/members/").status_code == 200, "who has just set it up has shown it"
    assert Event.objects.filter(name="org:member:second_factor_changed", actor_id=bare.pk).exists()
    assert secret not in str(Authenticator.objects.get(user=bare, type="totp").data)


def test_both_steps_are_needed_to_sign_in(he, signed_in_as):
    browser = Client()
    assert browser.post("/auth/login/", {"login": "hezh", "password": PASSWORD}).url == reverse("mfa_authenticate")
    assert signed_in_as(browser) is None and browser.get("/org/members/").url.startswith("/auth/login/")

    assert browser.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422
    assert Event.objects.filter(name="org:session:sign_in_refused", reason="wrong_code").exists()
    browser.post(reverse("mfa_authenticate"), {"code": factor_code()})

    assert signed_in_as(browser) == "hezh"
    assert browser.get("/org/members/").status_code == 200


def test_a_code_is_good_once(he, signed_in_as):
    code = factor_code()
    for number, expected in ((1, "hezh"), (2, None)):
        browser = Client()
        browser.post("/auth/login/", {"login": "hezh", "password": PASSWORD})
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert signed_in_as(browser) == expected, number


def test_guessing_codes_is_stopped(he, signed_in_as):
    browser = Client()
    browser.post("/auth/login/", {"login": "hezh", "password": PASSWORD})
    statuses = [browser.post(reverse("mfa_authenticate"), {"code": f"00000{n}"}).status_code for n in range(6)]

    assert statuses == [422] * 5 + [429]
    assert browser.post(reverse("mfa_authenticate"), {"code": factor_code()}).status_code == 429
    assert signed_in_as(browser) is None


def test_a_recovery_code_stands_in_once(he, client_of, signed_in_as):
    owner = client_of(he)
    owner.post("/auth/reauthenticate/", {"password": PASSWORD})
    owner.post(reverse("mfa_generate_recovery_codes"))
    code = Authenticator.objects.get(user=he, type="recovery_codes").wrap().get_unused_codes()[0]
    assert f"{code}\n" in owner.get(reverse("mfa_download_recovery_codes")).content.decode()

    for expected in ("hezh", None):
        browser = Client()
        browser.post("/auth/login/", {"login": "hezh", "password": PASSWORD})
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert signed_in_as(browser) == expected
    assert "还有 9 个可用" in owner.get(reverse("mfa_index")).content.decode()


def test_new_codes_make_the_old_ones_worthless(he, client_of, signed_in_as):
    owner = client_of(he)
    owner.post("/auth/reauthenticate/", {"password": PASSWORD})
    owner.post(reverse("mfa_generate_recovery_codes"))
    old = Authenticator.objects.get(user=he, type="recovery_codes").wrap().get_unused_codes()[0]
    owner.post(reverse("mfa_generate_recovery_codes"))

    browser = Client()
    browser.post("/auth/login/", {"login": "hezh", "password": PASSWORD})
    browser.post(reverse("mfa_authenticate"), {"code": old})

    assert signed_in_as(browser) is None


def test_the_last_factor_of_who_must_have_one_stays(he, client_of):
    browser = client_of(he)
    browser.post("/auth/reauthenticate/", {"password": PASSWORD})

    answer = browser.post(reverse("mfa_deactivate_totp"))

    assert answer.status_code == 422 and "最后一种方式不能移除" in answer.content.decode()
    assert Authenticator.objects.filter(user=he, type="totp").exists()


def test_others_may_take_theirs_away(lin, client_of):
    give_factor(lin)
    browser = client_of(lin)
    browser.post("/auth/reauthenticate/", {"password": PASSWORD})

    assert browser.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.filter(user=lin).exists()


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "mfa_view_recovery_codes"]
)
def test_a_factor_is_not_touched_without_showing_the_password_again(name, he, client_of):
    browser = client_of(he)
    Authenticator.objects.create(user=he, type="recovery_codes", data={"seed": "x", "used_mask": 0})

    assert browser.get(reverse(name)).url.startswith("/auth/reauthenticate/") or name == "mfa_activate_totp"
    assert browser.post(reverse(name), {"code": "123456"}).status_code in (302, 405)
    assert Authenticator.objects.filter(user=he).count() == 2


def test_a_foreign_passkey_cannot_be_renamed_or_removed(he, lin, client_of):
    key = Authenticator.objects.create(user=lin, type="webauthn", data={"name": "林的钥匙", "credential": {}})
    browser = client_of(he)
    browser.post("/auth/reauthenticate/", {"password": PASSWORD})

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert browser.post(reverse(name, args=[key.pk]), {"name": "别人的"}).status_code == 404
    assert FACTOR not in str(key.data)


@pytest.mark.parametrize(
    "name", ["mfa_add_webauthn", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_index"]
)
@pytest.mark.parametrize("who", ["he", "lin"])
def test_an_old_session_and_the_password_do_not_reach_the_factors(name, who, cast):
    """The factor was set up after this session began: whoever holds the session has to show it first."""
    member = cast.people[who]
    give_factor(member)
    browser = sign_in(Client(), member, with_factor=False)
    browser.post("/auth/reauthenticate/", {"password": PASSWORD})

    assert browser.get(reverse(name)).url.startswith(reverse("mfa_reauthenticate"))
    assert Authenticator.objects.filter(user=member).count() == 1


def test_showing_the_factor_opens_its_settings(lin):
    give_factor(lin)
    browser = sign_in(Client(), lin, with_factor=False)

    browser.post(reverse("mfa_reauthenticate"), {"code": factor_code()})

    assert browser.get(reverse("mfa_index")).status_code == 200
    assert browser.get(reverse("mfa_add_webauthn")).status_code == 200


def test_a_lost_phone_is_helped_in_a_running_session_too(he, cast, lin):
    give_factor(lin)
    browser = sign_in(Client(), lin, with_factor=False)
    assert browser.get(reverse("mfa_index")).status_code == 302
    actions.drop_second_factor(member=lin, by=he, reason="手机遗失，已当面核实")

    assert browser.get(reverse("mfa_index")).status_code == 200
