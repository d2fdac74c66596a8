"""The quarterly review: everybody who gets at a secret, kept or revoked, and silence revokes."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.core import clock, jobs
from masthead.org import actions as org
from masthead.org import queries as org_queries
from masthead.trail.models import Event
from masthead.vault import actions, queries
from masthead.vault.models import AccessBlock, Checkout, ReviewCampaign, ReviewEntry, RotationDemand
from masthead.vault.testing import make_checkout, make_granted

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def campaign(password, he):
    return actions.open_review(by=he)


def entry_of(member):
    return ReviewEntry.objects.get(member=member)


def decide(client, campaign, decision, *entries, reason="仍负责该账号"):
    data = {"decision": decision, "reason": reason, "entry": [e.pk for e in entries]}
    return client.post(reverse("vault:review_decide", args=[campaign.pk]), data, headers=JSON)


def test_entries_say_by_what_each_person_gets_at_it(campaign, he, wu, chen):
    ways = {e.member_id: [w["words"] for w in e.access] for e in campaign.entries.all()}

    assert ways == {he.pk: ["账号管理员", "角色权限"], wu.pk: ["备岗管理员", "角色权限"], chen.pk: ["角色权限"]}


def test_what_is_checked_out_and_was_seen_is_in_it(wu, chen, he, password):
    checkout = make_granted(password, wu, chen)
    actions.reveal_secret(checkout=checkout, factor_shown=True, by=wu)
    actions.open_review(by=he)

    assert {w["kind"] for w in entry_of(wu).access} == {"custodian", "role", "open", "seen"}


def test_a_quarter_has_one_review(campaign, he):
    with pytest.raises(Exception, match="已经开始"):
        actions.open_review(by=he)


def test_keep_and_revoke_with_a_reason_over_http(campaign, he, zheng, wu, chen, browser):
    client = browser(zheng)
    assert decide(client, campaign, "keep", entry_of(chen)).status_code == 302
    assert decide(client, campaign, "revoke", entry_of(wu), reason="已调离该账号").status_code == 302

    assert [entry_of(m).decision for m in (chen, wu, he)] == ["keep", "revoke", ""]
    assert Event.objects.filter(name="vault:review:revoked").count() == 1
    assert "已收回" in client.get(campaign.get_absolute_url()).content.decode()


def test_nobody_reviews_the_own_access(campaign, he, browser):
    answer = decide(browser(he), campaign, "keep", entry_of(he))

    assert (answer.status_code, answer.json()["code"]) == (403, "own_access") and entry_of(he).decision == ""


def test_an_answer_without_a_reason_is_refused_beside_the_field(campaign, zheng, chen, browser):
    answer = decide(browser(zheng), campaign, "keep", entry_of(chen), reason="")

    assert answer.status_code == 422 and entry_of(chen).decision == ""


def test_an_auditor_reads_and_does_not_decide_an_editor_does_neither(campaign, auditor, lin, chen, browser):
    assert browser(auditor).get(campaign.get_absolute_url()).status_code == 200
    assert decide(browser(auditor), campaign, "keep", entry_of(chen)).status_code == 403
    assert browser(lin).get(campaign.get_absolute_url()).status_code == 403


def test_revoking_ends_check_outs_blocks_new_ones_and_demands_replacement(wu, chen, zheng, he, password, browser):
    checkout = make_granted(password, wu, chen)
    actions.reveal_secret(checkout=checkout, factor_shown=True, by=wu)
    campaign = actions.open_review(by=he)

    decide(browser(zheng), campaign, "revoke", entry_of(wu), reason="已调离该账号")

    assert Checkout.objects.get().state == "cancelled" and RotationDemand.objects.exists()
    with pytest.raises(Exception, match="已在权限复核中收回"):
        make_checkout(password, wu)
    assert "凭据权限" not in browser(wu).get(reverse("vault:checkout_new")).content.decode().split("<select")[1]
    block = AccessBlock.objects.get()
    answer = browser(zheng).post(reverse("vault:block_lift", args=[block.pk]), {"reason": "重新担任备岗"})
    assert answer.status_code == 302 and make_checkout(password, wu).pk


def test_a_granted_check_out_of_a_revoked_person_opens_nothing(wu, chen, he, zheng, password, browser):
    campaign = actions.open_review(by=he)
    checkout = make_granted(password, wu, chen)
    actions.revoke_access(entries=[entry_of(wu)], reason="已调离该账号", by=zheng)

    answer = browser(wu).post(reverse("vault:reveal", args=[checkout.pk]), headers=JSON)

    assert answer.status_code == 403 and campaign.pk


def test_silence_revokes_at_the_deadline(campaign, zheng, chen, he, wu):
    actions.keep_access(entries=[entry_of(chen)], reason="仍负责", by=zheng)
    ReviewCampaign.objects.update(due_at=clock.now() - dt.timedelta(minutes=1))

    jobs.run_now("vault.access_tick")

    assert [entry_of(m).decision for m in (chen, he, wu)] == ["keep", "revoke", "revoke"]
    assert ReviewCampaign.objects.get().closed_at and AccessBlock.objects.count() == 2
    assert entry_of(wu).decided_by is None and "没有答复" in entry_of(wu).reason


def test_the_clock_opens_the_review_of_the_quarter(password):
    jobs.run_now("vault.access_tick")
    jobs.run_now("vault.access_tick")

    assert ReviewCampaign.objects.get().quarter == queries.quarter_of(clock.today())


def test_what_is_as_last_quarter_is_marked_so(campaign, zheng, chen, wu, he, keeping):
    actions.keep_access(entries=[entry_of(chen), entry_of(wu)], reason="仍负责", by=zheng)
    ReviewCampaign.objects.update(quarter="2020Q1")
    keeping.custodians.pop(wu.pk)

    after = actions.open_review(by=he)

    assert {e.member_id: e.unchanged for e in after.entries.all()} == {chen.pk: True, wu.pk: False, he.pk: False}


def test_the_page_costs_the_same_for_many_entries(campaign, zheng, browser, django_assert_max_num_queries):
    client = browser(zheng)

    with django_assert_max_num_queries(15):
        client.get(campaign.get_absolute_url())
    with django_assert_max_num_queries(15):
        client.get(reverse("vault:reviews"))


def seen_by(member, chen, secret):
    checkout = make_granted(secret, member, chen)
    actions.reveal_secret(checkout=checkout, factor_shown=True, by=member)


def test_a_leaver_goes_only_when_everything_seen_was_replaced(wu, he, chen, password, keeping):
    seen_by(wu, chen, password)
    with pytest.raises(Exception, match="见过的凭据"):
        org.let_member_leave(member=wu, by=he, reason="个人原因离职")

    actions.replace_secret(secret=queries.get_secret_for(he, password.pk), plaintext="Neues-Kx7q-hplm-93vu", by=he)

    assert queries.still_known_to(wu) == [] and queries.sights(members=[wu.pk])[0].first_version == 1
    assert not any(d.key == "vault.seen" for d in org_queries.holdings_of(wu))


def test_the_list_of_what_was_seen_leads_to_replacements(wu, he, chen, auditor, lin, password, browser):
    seen_by(wu, chen, password)
    url = reverse("vault:exposure_member", args=[wu.pk])
    assert "未更换" in browser(auditor).get(url).content.decode()
    assert browser(lin).get(url).status_code == 403
    assert browser(auditor).post(reverse("vault:exposure_rotate", args=[wu.pk])).status_code == 403

    assert browser(he).post(reverse("vault:exposure_rotate", args=[wu.pk])).status_code == 302

    assert RotationDemand.objects.filter(secret=password).exists()
    for view in ("", "?by=secret"):
        assert "云岭茶事" in browser(auditor).get(reverse("vault:exposure") + view).content.decode()
    assert wu.name in browser(auditor).get(reverse("vault:exposure_secret", args=[password.pk])).content.decode()
