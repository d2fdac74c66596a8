"""Signing in by a real OpenID provider (oidc-provider of the npm registry): the whole flow, its mapping, and every trick that must fail."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from masthead.core.errors import BadInput, RuleBroken
from masthead.org import actions, queries
from masthead.org.models import (
    Grant,
    JoinPolicy,
    MappedThing,
    Member,
    OutsideIdentity,
    Position,
    RequestState,
    Role,
    SignInRequest,
)
from masthead.org.testing import factor_code, give_factor
from masthead.org.tests.conftest import way_out
from masthead.trail.models import Event, Outcome

NEW = {"name": "赵小满", "preferred_username": "zhaoxm", "email": "zhaoxm@yunling-tea.example", "email_verified": True}
LIN = {"name": "林知夏", "email": "linbj@yunling-tea.example", "email_verified": True}


def words(answer):
    return answer.content.decode()


def role(key):
    return Role.objects.get(key=key)


def holds(member, capability):
    return queries.may(Member.objects.get(pk=member.pk), capability)


def test_a_newcomer_signs_in_and_is_taken_in_at_once(peer, units, signed_in_as):
    peer.set(people={"u-new": NEW})
    provider, browser = peer.of(join_policy=JoinPolicy.AUTO, default_unit=units["市场部"]), Client()

    answer = peer.walk(provider, "u-new", client=browser)

    member = Member.objects.get(username="zhaoxm")
    assert (answer.status_code, signed_in_as(browser)) == (302, "zhaoxm")
    assert (member.name, member.email, member.has_usable_password()) == ("赵小满", NEW["email"], False)
    assert Position.objects.get(member=member).unit == units["市场部"]


def test_the_second_time_it_is_the_same_member(peer, signed_in_as, lin):
    peer.set(people={"u-new": NEW})
    provider = peer.of(join_policy=JoinPolicy.AUTO)

    for _ in range(2):
        peer.walk(provider, "u-new")

    assert Member.objects.filter(name="赵小满").count() == 1
    assert OutsideIdentity.objects.count() == 1


def test_a_newcomer_waits_for_an_administrator_where_that_is_asked(peer, he, client_of, signed_in_as):
    peer.set(people={"u-new": NEW | {"groups": ["editors"]}})
    provider, browser = peer.of(join_policy=JoinPolicy.APPROVE), Client()
    actions.add_mapping_rule(provider=provider, claim="groups", value="editors", role=role("editor"), by=he)

    assert "等待批准" in words(peer.walk(provider, "u-new", client=browser))
    assert signed_in_as(browser) is None and not Member.objects.filter(username="zhaoxm").exists()
    asked = SignInRequest.objects.get()
    assert client_of(he).post(reverse("org:approve_request", args=[asked.pk])).status_code == 302
    peer.walk(provider, "u-new", client=browser)

    assert signed_in_as(browser) == "zhaoxm"
    assert holds(Member.objects.get(username="zhaoxm"), "content.draft.write")


def test_a_verified_address_links_a_member_where_it_is_allowed(peer, lin, signed_in_as):
    peer.set(people={"u-lin": LIN})
    provider, browser = peer.of(match_email=True), Client()

    peer.walk(provider, "u-lin", client=browser)

    assert signed_in_as(browser) == "linbj"


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_unverified_address_takes_nobodys_place(verified, peer, lin, signed_in_as):
    claims = LIN | {"email_verified": verified} if verified is not None else {"name": "冒名", "email": LIN["email"]}
    peer.set(people={"u-mimic": claims | ({"email_verified": None} if verified is None else {})})
    provider, browser = peer.of(match_email=True, join_policy=JoinPolicy.AUTO), Client()
    before = Member.objects.count()

    answer = peer.walk(provider, "u-mimic", client=browser)

    assert answer.status_code == 422 and "未经验证" in words(answer)
    assert signed_in_as(browser) is None and Member.objects.count() == before
    assert Event.objects.filter(outcome=Outcome.REFUSED, code="provider_email_unverified").exists()


def test_an_administrator_is_never_linked_by_an_address(peer, he, signed_in_as):
    peer.set(people={"u-he": {"email": he.email, "email_verified": True}})
    provider, browser = peer.of(match_email=True, join_policy=JoinPolicy.AUTO), Client()

    assert peer.walk(provider, "u-he", client=browser).status_code == 422
    assert signed_in_as(browser) is None


def test_roles_come_with_a_claim_and_go_with_it(peer, lin, he, units):
    peer.set(people={"u-lin": {"groups": ["reviewers", "other"], "realm_access": {"roles": ["market"]}}})
    provider = peer.of()
    actions.link_identity(provider=provider, subject="u-lin", member=lin, by=he)
    unit = units["宣传部"]
    actions.add_mapping_rule(
        provider=provider, claim="groups", value="reviewers", role=role("reviewer"), unit=unit, by=he
    )
    actions.add_mapping_rule(
        provider=provider, claim="realm_access.roles", value="market", unit=units["市场部"], title="兼职编辑", by=he
    )

    peer.walk(provider, "u-lin")
    assert holds(lin, "content.draft.review")
    assert Position.objects.filter(member=lin, unit=units["市场部"], title="兼职编辑").exists()
    assert MappedThing.objects.filter(ended_at=None).count() == 2
    peer.set(people={"u-lin": {"groups": ["other"]}})
    peer.walk(provider, "u-lin")

    assert not holds(lin, "content.draft.review")
    assert holds(lin, "content.draft.write"), "what people gave stays"
    assert not MappedThing.objects.filter(ended_at=None).exists()


def test_a_role_that_a_person_gave_is_not_taken_by_a_rule(peer, lin, he, units):
    peer.set(people={"u-lin": {"groups": ["editors"]}})
    provider = peer.of()
    actions.link_identity(provider=provider, subject="u-lin", member=lin, by=he)
    actions.add_mapping_rule(
        provider=provider, claim="groups", value="editors", role=role("editor"), unit=units["宣传部"], by=he
    )

    peer.walk(provider, "u-lin")
    peer.set(people={"u-lin": {"groups": []}})
    peer.walk(provider, "u-lin")

    assert holds(lin, "content.draft.write")


def test_a_sensitive_role_waits_for_an_administrator_and_goes_with_the_claim(peer, lin, he, client_of):
    peer.set(people={"u-lin": {"groups": ["admins"]}})
    provider = peer.of()
    actions.link_identity(provider=provider, subject="u-lin", member=lin, by=he)
    actions.add_mapping_rule(provider=provider, claim="groups", value="admins", role=role("admin"), by=he)
    give_factor(lin)

    peer.walk(provider, "u-lin")
    assert not Grant.objects.filter(member=lin, role__key="admin").exists()
    asked = SignInRequest.objects.get(rule__isnull=False)
    client_of(he).post(reverse("org:approve_request", args=[asked.pk]))
    assert holds(lin, "org.manage")
    peer.set(people={"u-lin": {"groups": []}})
    peer.walk(provider, "u-lin")

    assert not holds(lin, "org.manage")


def test_a_refused_sensitive_role_is_not_asked_for_again(peer, lin, he):
    peer.set(people={"u-lin": {"groups": ["admins"]}})
    provider = peer.of()
    actions.link_identity(provider=provider, subject="u-lin", member=lin, by=he)
    actions.add_mapping_rule(provider=provider, claim="groups", value="admins", role=role("admin"), by=he)
    peer.walk(provider, "u-lin")
    actions.deny_request(request=SignInRequest.objects.get(), by=he, reason="不需要管理权限")

    peer.walk(provider, "u-lin")

    assert set(SignInRequest.objects.values_list("state", flat=True)) == {RequestState.DENIED}


def test_who_has_a_second_factor_is_asked_for_it_here_too(peer, lin, he, signed_in_as):
    peer.set(people={"u-lin": LIN})
    provider, browser = peer.of(), Client()
    actions.link_identity(provider=provider, subject="u-lin", member=lin, by=he)
    give_factor(lin)

    answer = peer.walk(provider, "u-lin", client=browser)
    assert answer.url == reverse("mfa_authenticate") and signed_in_as(browser) is None
    browser.post(answer.url, {"code": factor_code()})

    assert signed_in_as(browser) == "linbj"


MISCHIEF = {
    "signature": "provider_token", "audience": "provider_token_audience", "azp": "provider_token_audience",
    "issuer": "provider_token", "expired": "provider_token_expired", "nonce": "provider_nonce",
    "no-nonce": "provider_nonce", "subject": "provider_subject", "unsigned": "provider_token", "hmac": "provider_token",
}  # fmt: skip


@pytest.mark.parametrize("mischief", MISCHIEF)
def test_a_token_that_is_not_right_opens_nothing(mischief, peer, lin, he, signed_in_as):
    peer.set(people={"u-lin": LIN, "another-person": {}}, mischief=mischief)
    provider, browser = peer.of(), Client(headers={"Accept": "application/json"})
    for subject, member in (("u-lin", lin), ("another-person", he)):
        actions.link_identity(provider=provider, subject=subject, member=member, by=he)

    answer = peer.walk(provider, "u-lin", client=browser)

    assert (answer.status_code, answer.json()["code"]) == (422, MISCHIEF[mischief])
    assert signed_in_as(browser) is None


def test_an_answer_belongs_to_the_browser_that_asked(peer, lin, he, signed_in_as):
    peer.set(people={"u-lin": LIN})
    provider, attacker, victim = peer.of(), Client(), Client()
    actions.link_identity(provider=provider, subject="u-lin", member=lin, by=he)

    back = peer.back(attacker.get(reverse("account_provider_begin", args=["company"])).url, "u-lin")
    victim.get(reverse("account_provider_begin", args=["company"]))
    answer = victim.get(back)

    assert answer.status_code == 422 and "已过期" in words(answer)
    assert signed_in_as(victim) is None


def test_a_stolen_code_is_worth_nothing_in_another_round(peer, lin, he, signed_in_as):
    """PKCE: the code was asked for with another verifier."""
    peer.set(people={"u-lin": LIN})
    provider, victim, thief = peer.of(), Client(), Client()
    actions.link_identity(provider=provider, subject="u-lin", member=lin, by=he)
    back = peer.back(victim.get(reverse("account_provider_begin", args=["company"])).url, "u-lin")
    code = back.split("code=")[1].split("&")[0]

    state = thief.get(reverse("account_provider_begin", args=["company"])).url.split("state=")[1].split("&")[0]
    answer = thief.get(f"{reverse('account_provider_callback', args=['company'])}?code={code}&state={state}")

    assert answer.status_code == 422 and signed_in_as(thief) is None


def test_a_second_visit_with_the_same_answer_finds_nothing(peer, lin, he):
    peer.set(people={"u-lin": LIN})
    provider, browser = peer.of(), Client()
    actions.link_identity(provider=provider, subject="u-lin", member=lin, by=he)
    back = peer.back(browser.get(reverse("account_provider_begin", args=["company"])).url, "u-lin")
    assert browser.get(back).status_code == 302
    browser.post("/auth/logout/")

    assert browser.get(back).status_code == 422


def test_a_round_is_over_after_ten_minutes(peer, lin, he, time_machine):
    peer.set(people={"u-lin": LIN})
    provider, browser = peer.of(), Client()
    actions.link_identity(provider=provider, subject="u-lin", member=lin, by=he)
    back = peer.back(browser.get(reverse("account_provider_begin", args=["company"])).url, "u-lin")
    import datetime as dt

    from masthead.core import clock

    time_machine.move_to(clock.now() + dt.timedelta(minutes=11))

    assert browser.get(back).status_code == 422


def test_an_answer_of_one_provider_is_none_for_another(peer, lin, he):
    peer.set(people={"u-lin": LIN})
    peer.of(), peer.of(key="other")
    browser = Client()
    back = peer.back(browser.get(reverse("account_provider_begin", args=["company"])).url, "u-lin")

    assert browser.get(back.replace("/company/", "/other/")).status_code == 422


def test_a_wrong_secret_is_named_to_the_administrator(peer, lin):
    peer.set(people={"u-lin": LIN})

    answer = peer.walk(peer.of(secret="wrong"), "u-lin")

    assert answer.status_code == 422 and "不认本系统的标识或密钥" in words(answer)


def test_the_check_reads_discovery_and_keys(peer, he, client_of):
    provider = peer.of()

    answer = client_of(he).post(reverse("org:check_provider", args=[provider.pk]), follow=True)

    assert "1 把签名密钥" in words(answer) and "PKCE：支持" in words(answer)


def test_an_issuer_that_calls_itself_otherwise_is_refused(peer, he):
    from masthead.org import providers

    provider = peer.of()
    provider.issuer = peer.issuer.replace("127.0.0.1", "localhost")

    with pytest.raises(RuleBroken, match="不一致"):
        providers.probe(provider)


def test_a_provider_that_is_down_says_so(peer, lin):
    provider = peer.of()
    provider.issuer = "http://127.0.0.1:9"
    provider.save()
    cache.clear()

    answer = Client().get(reverse("account_provider_begin", args=["company"]))

    assert answer.status_code == 502 and "暂时没有答复" in words(answer)


@pytest.mark.parametrize(
    "issuer", ["http://169.254.169.254/latest", "https://10.0.0.5", "https://intranet.local", "ftp://x.example"]
)
def test_an_issuer_inside_the_house_is_not_accepted(issuer, he):
    words = {"name": "内网", "issuer": issuer, "client_id": "x"}

    with pytest.raises((BadInput, RuleBroken)):
        actions.add_provider(kind="oidc", key="inner", by=he, secret="s", words=words)


def test_another_issuer_is_another_provider(peer, lin, he):
    provider = peer.of()
    actions.link_identity(provider=provider, subject="u-lin", member=lin, by=he)
    words = {"name": provider.name, "issuer": "http://127.0.0.1:9", "client_id": "masthead"}

    with pytest.raises(RuleBroken, match="另一个"):
        actions.change_provider(provider=provider, by=he, words=words, join_policy=JoinPolicy.EXISTING)


def test_who_left_does_not_come_back_by_the_provider(peer, lin, he, signed_in_as):
    peer.set(people={"u-lin": LIN})
    provider, browser = peer.of(join_policy=JoinPolicy.AUTO), Client()
    actions.link_identity(provider=provider, subject="u-lin", member=lin, by=he)
    actions.let_member_leave(member=lin, by=he, reason="合同到期离职")

    assert peer.walk(provider, "u-lin", client=browser).status_code == 403
    assert signed_in_as(browser) is None


def test_unlinking_takes_what_came_by_it_and_leaves_a_way_in(peer, he, client_of, signed_in_as):
    peer.set(people={"u-new": NEW | {"groups": ["editors"]}})
    provider = peer.of(join_policy=JoinPolicy.AUTO)
    actions.add_mapping_rule(provider=provider, claim="groups", value="editors", role=role("editor"), by=he)
    browser = Client()
    peer.walk(provider, "u-new", client=browser)
    member = Member.objects.get(username="zhaoxm")
    assert holds(member, "content.draft.write")

    own = browser.post(reverse("account_provider_unlink", args=["company"]))
    assert own.status_code == 422 and "唯一的登录方式" in words(own)
    client_of(he).post(reverse("org:end_link", args=[OutsideIdentity.objects.get().pk]))

    assert not holds(member, "content.draft.write")


def test_who_has_no_password_is_sent_to_the_provider_again_before_a_factor_is_touched(peer, signed_in_as, time_machine):
    import datetime as dt

    from masthead.core import clock

    peer.set(people={"u-new": NEW, "u-other": {"name": "别人"}})
    provider, browser = peer.of(join_policy=JoinPolicy.AUTO), Client()
    peer.walk(provider, "u-new", client=browser)
    door = reverse("mfa_activate_totp")
    assert browser.get(door).status_code == 200, "the provider has just vouched"
    time_machine.move_to(clock.now() + dt.timedelta(minutes=16))

    assert way_out(browser.post(door, {"code": "123456"})).startswith(peer.issuer)
    wrong = browser.get(peer.back(way_out(browser.get(door)), "u-other"))
    assert wrong.status_code == 403 and "onward" in browser.get(door).context
    right = browser.get(peer.back(way_out(browser.get(door)), "u-new"))

    assert right.url == door and "onward" not in browser.get(door).context
