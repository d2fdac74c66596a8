"""设置 → 登录方式: what administrators see and do, and what is never shown. Clause 2.2.4."""

import pytest
from django.test import Client
from django.urls import reverse

from masthead.org import actions
from masthead.org.models import JoinPolicy, MappingRule, OutsideIdentity, SignInProvider
from masthead.org.testing import make_provider_things
from masthead.trail.models import Event, Outcome

SECRET = "a-client-secret-of-the-peer"  # pragma: allowlist secret
FORM = {
    "name": "公司统一登录",
    "key": "company",
    "issuer": "http://127.0.0.1:9",
    "client_id": "masthead",
    "secret": SECRET,
    "join_policy": "approve",
}


@pytest.fixture
def admin(he, client_of):
    return client_of(he)


@pytest.fixture
def provider(lin, units):
    return SignInProvider.objects.get(pk=make_provider_things(lin, unit=units["宣传部"])["provider"][0])


def test_a_provider_is_added_shut_with_its_secret_sealed(admin, he):
    answer = admin.post(reverse("org:add_provider", args=["oidc"]), FORM)

    made = SignInProvider.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.enabled, made.join_policy) == (False, JoinPolicy.APPROVE)
    assert made.sealed_secret and SECRET not in made.sealed_secret
    assert SECRET not in admin.get(answer.url).content.decode()
    kept = Event.objects.get(name="org:provider:added")
    assert kept.actor_id == he.pk and SECRET not in str(kept.data)


def test_what_was_typed_stays_when_it_is_refused(admin):
    answer = admin.post(reverse("org:add_provider", args=["oidc"]), FORM | {"issuer": "https://10.0.0.5"})

    page = answer.content.decode()
    assert answer.status_code == 422 and not SignInProvider.objects.exists()
    assert 'value="公司统一登录"' in page and 'value="https://10.0.0.5"' in page and SECRET not in page


@pytest.mark.parametrize("kind", ["oidc", "wecom", "dingtalk", "feishu"])
def test_every_kind_names_what_it_needs(kind, admin):
    page = admin.get(reverse("org:add_provider", args=[kind]))
    empty = admin.post(reverse("org:add_provider", args=[kind]), {"join_policy": "existing"})

    assert page.status_code == 200 and empty.status_code == 422
    assert not SignInProvider.objects.exists()


def test_an_empty_secret_keeps_the_old_one(admin):
    admin.post(reverse("org:add_provider", args=["oidc"]), FORM)
    made = SignInProvider.objects.get()

    admin.post(made.get_absolute_url(), FORM | {"secret": "", "name": "统一登录"})

    after = SignInProvider.objects.get()
    assert (after.name, after.sealed_secret) == ("统一登录", made.sealed_secret)


def test_the_sign_in_page_offers_what_is_open_and_nothing_else(admin, provider):
    assert "公司统一登录" not in Client().get("/auth/login/").content.decode()

    admin.post(reverse("org:switch_provider", args=[provider.pk]), {"on": "1"})
    assert "用公司统一登录登录" in Client().get("/auth/login/").content.decode()
    admin.post(reverse("org:switch_provider", args=[provider.pk]), {"on": "0"})

    assert "公司统一登录" not in Client().get("/auth/login/").content.decode()


def test_switching_twice_is_stale(admin, provider):
    admin.post(reverse("org:switch_provider", args=[provider.pk]), {"on": "1"})

    assert admin.post(reverse("org:switch_provider", args=[provider.pk]), {"on": "1"}).status_code == 409


def test_a_rule_is_added_and_ended(admin, provider, he):
    from masthead.org.models import Role

    role = Role.objects.get(key="admin")
    admin.post(reverse("org:add_rule", args=[provider.pk]), {"claim": "groups", "value": "admins", "role": role.pk})
    rule = MappingRule.objects.get(value="admins")
    assert "须批准" in admin.get(provider.get_absolute_url()).content.decode()

    admin.post(reverse("org:end_rule", args=[rule.pk]))

    assert "admins" not in admin.get(provider.get_absolute_url()).content.decode()
    assert admin.post(reverse("org:end_rule", args=[rule.pk])).status_code == 409
    assert Event.objects.filter(name="org:provider:rule_ended", actor_id=he.pk).exists()


@pytest.mark.parametrize(
    "form",
    [{"claim": ""}, {"claim": "groups"}, {"claim": "groups", "value": "x"}, {"claim": " ", "value": " ", "role": "1"}],
)
def test_a_rule_that_gives_nothing_or_asks_nothing_is_refused(form, admin, provider):
    before = MappingRule.objects.count()

    assert admin.post(reverse("org:add_rule", args=[provider.pk]), form).status_code == 422
    assert MappingRule.objects.count() == before


def test_an_administrator_links_and_unlinks(admin, provider, zhou):
    admin.post(reverse("org:add_link", args=[provider.pk]), {"member": zhou.pk, "subject": "u-zhou"})
    link = OutsideIdentity.objects.get(member=zhou)

    taken = admin.post(reverse("org:add_link", args=[provider.pk]), {"member": zhou.pk, "subject": "u-zhou-2"})
    assert taken.status_code == 422 and "已关联" in taken.content.decode()
    admin.post(reverse("org:end_link", args=[link.pk]))

    assert not OutsideIdentity.objects.filter(member=zhou, ended_at=None).exists()


def test_an_identity_belongs_to_one_member(provider, zhou, he):
    from masthead.core.errors import RuleBroken

    with pytest.raises(RuleBroken, match="另一位成员"):
        actions.link_identity(provider=provider, subject="u-1001", member=zhou, by=he)
    assert Event.objects.filter(outcome=Outcome.REFUSED, code="identity_taken").exists()


def test_nobody_links_for_somebody_else(provider, zhou, lin):
    from masthead.core.errors import NotPermitted

    with pytest.raises(NotPermitted):
        actions.link_identity(provider=provider, subject="u-9", member=zhou, by=lin)
    with pytest.raises(NotPermitted):
        actions.unlink_identity(link=OutsideIdentity.objects.get(member=lin), by=zhou)


def test_a_request_is_decided_once(admin, provider):
    from masthead.org.models import SignInRequest

    asked = SignInRequest.objects.get()
    assert "赵小满" in admin.get(reverse("org:sign_in_requests")).content.decode()

    assert admin.post(reverse("org:approve_request", args=[asked.pk])).status_code == 302
    assert admin.post(reverse("org:approve_request", args=[asked.pk])).status_code == 409
    assert admin.post(reverse("org:deny_request", args=[asked.pk]), {"reason": "不是本公司的人"}).status_code == 409


def test_denying_needs_a_reason(admin, provider):
    from masthead.org.models import SignInRequest

    asked = SignInRequest.objects.get()

    assert admin.post(reverse("org:deny_request", args=[asked.pk]), {"reason": " "}).status_code == 422
    assert SignInRequest.objects.get().state == "waiting"


def test_nobody_approves_the_own_sensitive_role(provider, he):
    from masthead.core.errors import RuleBroken
    from masthead.org.models import Role, SignInRequest

    rule = MappingRule.objects.create(provider=provider, claim="groups", value="a", role=Role.objects.get(key="admin"))
    own = SignInRequest.objects.create(provider=provider, subject="u-he", member=he, rule=rule)

    with pytest.raises(RuleBroken, match="自己的申请"):
        actions.approve_request(request=own, by=he)


def test_a_strange_next_address_is_not_kept(provider):
    from masthead.org.providers.flow import SESSION_KEY

    provider.enabled, provider.kind, provider.corp_id, provider.agent_id = True, "wecom", "ww1", "1"
    provider.save()
    browser = Client()
    for strange in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        browser.get(reverse("account_provider_begin", args=["company"]), {"next": strange})

    assert {kept["next"] for kept in browser.session[SESSION_KEY].values()} == {""}


def test_a_session_keeps_five_rounds_at_most(provider):
    from masthead.org.providers.flow import SESSION_KEY

    provider.enabled, provider.kind, provider.corp_id, provider.agent_id = True, "wecom", "ww1", "1"
    provider.save()
    browser = Client()
    for _ in range(9):
        browser.get(reverse("account_provider_begin", args=["company"]))

    assert len(browser.session[SESSION_KEY]) == 5


def test_knocking_too_often_is_answered_in_chinese(provider):
    address = reverse("account_provider_callback", args=["company"])
    answers = [Client().get(address) for _ in range(31)]

    assert answers[-1].status_code == 429 and "请求太频繁" in answers[-1].content.decode()
