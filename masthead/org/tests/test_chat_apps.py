"""Signing in by 企业微信, 钉钉 and 飞书: who comes in, who does not, and what is said. Clauses 2.1, 2.2.4."""

import pytest
from django.test import Client
from django.urls import reverse

from masthead.org import actions, providers
from masthead.org.models import JoinPolicy, Member, OutsideIdentity, SignIn, SignInRequest
from masthead.org.providers.calls import ProviderDown
from masthead.trail.models import Event, Outcome

SUBJECTS = {"wecom": "linzx", "dingtalk": "union-lin", "feishu": "on_lin"}
KINDS = pytest.mark.parametrize("kind", SUBJECTS)


def words(answer):
    return answer.content.decode()


@KINDS
def test_a_linked_member_signs_in(kind, elsewhere, lin, he, signed_in_as):
    provider, browser = elsewhere.of(kind), Client()
    actions.link_identity(provider=provider, subject=SUBJECTS[kind], member=lin, by=he)

    answer = elsewhere.walk(provider, "linzx", client=browser)

    assert (answer.status_code, answer.url, signed_in_as(browser)) == (302, "/", "linbj")
    assert SignIn.objects.get(member=lin).provider == provider.name


@KINDS
def test_a_member_links_the_own_account_and_signs_in_with_it(kind, elsewhere, lin, client_of, signed_in_as):
    provider, browser = elsewhere.of(kind), client_of(lin)
    browser.post("/auth/reauthenticate/", {"password": "yunling-chunha-2026"})  # pragma: allowlist secret

    answer = elsewhere.walk(provider, "linzx", client=browser, door="account_provider_link")

    assert answer.url == reverse("mfa_index")
    assert OutsideIdentity.objects.get(member=lin).subject == SUBJECTS[kind]
    fresh = Client()
    elsewhere.walk(provider, "linzx", client=fresh)
    assert signed_in_as(fresh) == "linbj"


@KINDS
def test_nobody_comes_in_without_a_link_when_only_members_may(kind, elsewhere, lin, signed_in_as):
    provider, browser, before = elsewhere.of(kind, match_email=False), Client(), Member.objects.count()

    answer = elsewhere.walk(provider, "linzx", client=browser)

    assert answer.status_code == 422 and signed_in_as(browser) is None
    assert Member.objects.count() == before
    assert Event.objects.filter(outcome=Outcome.REFUSED, name="refused:org.actions.admissions.admit").exists()


@KINDS
def test_a_used_code_and_a_second_visit_are_refused(kind, elsewhere, lin, he):
    provider, browser = elsewhere.of(kind), Client()
    actions.link_identity(provider=provider, subject=SUBJECTS[kind], member=lin, by=he)
    elsewhere.post("", {"kind": kind, "current": "linzx"})
    back = elsewhere.back(browser.get(reverse("account_provider_begin", args=[kind])).url)
    assert browser.get(back).status_code == 302
    browser.post("/auth/logout/")

    assert "已过期" in words(browser.get(back)), "the round of this browser is over"
    other = Client()
    state = other.get(reverse("account_provider_begin", args=[kind])).url.split("state=")[1].split("&")[0]
    name = "authCode" if kind == "dingtalk" else "code"
    code = back.split(f"{name}=")[1].split("&")[0]
    again = other.get(f"{reverse('account_provider_callback', args=[kind])}?{name}={code}&state={state}")
    assert again.status_code == 422 and "授权码无效" in words(again)


@KINDS
def test_a_wrong_secret_is_named_to_the_administrator(kind, elsewhere, lin, client_of, he):
    provider = elsewhere.of(kind, secret="not-the-secret")

    answer = elsewhere.walk(provider, "linzx")
    checked = client_of(he).post(reverse("org:check_provider", args=[provider.pk]), follow=True)

    assert answer.status_code == 422 and "登录方式" in words(answer)
    assert "不认" in words(checked)


@KINDS
def test_a_provider_that_is_down_says_so_and_nothing_is_decided(kind, elsewhere, lin):
    provider = elsewhere.of(kind, join_policy=JoinPolicy.AUTO)

    answer = elsewhere.walk(provider, "linzx", fault="http_500")

    assert answer.status_code == 502
    assert "暂时没有答复" in words(answer) and "改用密码" in words(answer)
    assert not OutsideIdentity.objects.exists()


@KINDS
def test_the_check_of_a_good_provider_says_so(kind, elsewhere, client_of, he):
    provider = elsewhere.of(kind)

    answer = client_of(he).post(reverse("org:check_provider", args=[provider.pk]), follow=True)

    assert "接受了" in words(answer)


@pytest.mark.parametrize(
    ("kind", "person"),
    [("wecom", "guest"), ("wecom", "gone"), ("dingtalk", "guest"), ("dingtalk", "elsewhere"), ("feishu", "elsewhere")],
)
def test_people_of_another_company_do_not_come_in_even_where_newcomers_do(kind, person, elsewhere, signed_in_as):
    provider, browser = elsewhere.of(kind, join_policy=JoinPolicy.AUTO), Client()
    before = Member.objects.count()

    answer = elsewhere.walk(provider, person, client=browser)

    assert answer.status_code == 422 and signed_in_as(browser) is None
    assert Member.objects.count() == before


def test_cancelling_at_the_provider_is_told_plainly(elsewhere):
    answer = elsewhere.walk(elsewhere.of("feishu"), "nobody")

    assert answer.status_code == 422 and "取消了授权" in words(answer)


def test_an_address_given_by_the_company_links_where_it_is_allowed(elsewhere, lin, signed_in_as):
    provider, browser = elsewhere.of("feishu", match_email=True), Client()

    elsewhere.walk(provider, "linzx", client=browser)

    assert signed_in_as(browser) == "linbj"


def test_a_private_address_opens_nobodys_door(elsewhere, lin, signed_in_as):
    provider, browser = elsewhere.of("feishu", match_email=True, join_policy=JoinPolicy.AUTO), Client()

    elsewhere.walk(provider, "mimic", client=browser)

    assert signed_in_as(browser) == "mimic"
    assert Member.objects.get(username="mimic").email == "", "an address that nobody checked is not kept"


def test_a_newcomer_waits_and_comes_in_when_approved(elsewhere, he, client_of, signed_in_as):
    provider, browser = elsewhere.of("wecom", join_policy=JoinPolicy.APPROVE), Client()

    assert "等待批准" in words(elsewhere.walk(provider, "newbie", client=browser))
    elsewhere.walk(provider, "newbie", client=browser)
    asked = SignInRequest.objects.get()
    client_of(he).post(reverse("org:approve_request", args=[asked.pk]))
    elsewhere.walk(provider, "newbie", client=browser)

    assert signed_in_as(browser) == "newbie"
    assert Member.objects.get(username="newbie").name == "赵小满"


def test_a_denied_newcomer_stays_out(elsewhere, he, client_of, signed_in_as):
    provider, browser = elsewhere.of("wecom", join_policy=JoinPolicy.APPROVE), Client()
    elsewhere.walk(provider, "newbie", client=browser)
    asked = SignInRequest.objects.get()

    client_of(he).post(reverse("org:deny_request", args=[asked.pk]), {"reason": "不是本公司的人"})
    elsewhere.walk(provider, "newbie", client=browser)

    assert signed_in_as(browser) is None
    assert not Member.objects.filter(username="newbie").exists()


def test_departments_that_may_not_be_read_take_nothing_away(elsewhere, lin, he, units):
    from masthead.org.models import MappedThing, Role

    provider = elsewhere.of("wecom")
    actions.link_identity(provider=provider, subject="linzx", member=lin, by=he)
    reviewer = Role.objects.get(key="reviewer")
    actions.add_mapping_rule(
        provider=provider, claim="department", value="7", role=reviewer, unit=units["宣传部"], by=he
    )
    elsewhere.walk(provider, "linzx")
    assert MappedThing.objects.filter(ended_at=None).exists()

    elsewhere.walk(provider, "linzx", fault="no_right")

    assert MappedThing.objects.filter(ended_at=None).exists()


def test_a_shut_provider_is_not_there(elsewhere):
    provider = elsewhere.of("wecom", on=False)

    assert Client().get(reverse("account_provider_begin", args=[provider.key])).status_code == 404
    assert (
        Client().get(reverse("account_provider_callback", args=[provider.key]) + "?code=1&state=2").status_code == 404
    )


def test_the_way_out_carries_no_secret(elsewhere):
    provider = elsewhere.of("feishu")

    out = Client().get(reverse("account_provider_begin", args=[provider.key])).url

    assert "feishu-secret-1" not in out and "code_challenge=" in out and "verifier" not in out
    assert "feishu-secret-1" not in provider.sealed_secret


def test_nothing_is_asked_while_the_chat_app_is_unreachable(elsewhere, settings):
    provider = elsewhere.of("wecom")
    settings.SANDBOX_URL = "http://127.0.0.1:9"

    with pytest.raises(ProviderDown, match="没有答复"):
        providers.probe(provider)
