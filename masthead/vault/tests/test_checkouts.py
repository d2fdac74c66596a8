"""Check-outs through the doors that people have: who may ask, who decides, who sees what once."""

import datetime as dt
import logging
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from masthead.approvals.models import Task, TaskState
from masthead.core import clock, jobs
from masthead.core.testing import at_once
from masthead.notify.models import Notice
from masthead.trail.models import Event
from masthead.vault import actions, queries
from masthead.vault.material import certificate_text, read_seed
from masthead.vault.models import Checkout, Reveal, RotationDemand, SecretKind
from masthead.vault.states import CheckoutState
from masthead.vault.testing import certificate_pem, decide_checkout, make_checkout, make_granted
from masthead.vault.tests.conftest import PASSWORD_TEXT, SEED, store

pytestmark = pytest.mark.django_db
ASK = {"purpose": "登录后台回复读者留言", "task": "回复 11 月留言", "minutes": "60"}


def reveal(client: Any, checkout: Checkout) -> Any:
    return client.post(reverse("vault:reveal", args=[checkout.pk]), headers={"Accept": "application/json"})


def refused(code: str) -> bool:
    return Event.objects.filter(name__startswith="refused:vault", code=code).exists()


def test_the_backup_asks_the_head_decides_and_the_password_is_shown_once(wu, chen, password, browser):
    client = browser(wu)
    asked = client.post(reverse("vault:checkout_new"), ASK | {"secret": password.pk})
    checkout = Checkout.objects.get()
    assert asked.status_code == 302 and checkout.state == CheckoutState.ASKED
    decide_checkout(checkout, chen)

    page = client.post(reverse("vault:reveal", args=[checkout.pk]))

    assert page.status_code == 200 and PASSWORD_TEXT in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"] and page.headers["Referrer-Policy"] == "no-referrer"
    assert 'hx-history="false"' in page.content.decode() and wu.name in page.content.decode()
    assert 'http-equiv="refresh"' in page.content.decode(), "without scripts the page goes by itself"
    event = Event.objects.get(name="vault:secret:revealed")
    assert (event.reason, event.actor_id, event.data["task"]) == (ASK["purpose"], wu.pk, ASK["task"])


def test_a_second_look_is_refused_and_recorded(wu, chen, password, browser):
    checkout, client = make_granted(password, wu, chen), browser(wu)
    assert reveal(client, checkout).status_code == 200

    again = reveal(client, checkout)

    assert (again.status_code, again.json()["code"]) == (403, "seen_before") and refused("seen_before")
    assert PASSWORD_TEXT not in again.content.decode() and Reveal.objects.count() == 1


def test_without_approval_nothing_is_shown_and_the_refusal_is_recorded(wu, password, browser):
    answer = reveal(browser(wu), make_checkout(password, wu))

    assert (answer.status_code, answer.json()["code"]) == (403, "not_approved") and refused("not_approved")
    assert not Reveal.objects.exists()


def test_a_state_that_was_written_by_hand_opens_nothing(wu, password, browser):
    checkout = make_checkout(password, wu)
    until = clock.now() + dt.timedelta(minutes=30)
    Checkout.objects.filter(pk=checkout.pk).update(state=CheckoutState.GRANTED, granted_until=until)

    assert reveal(browser(wu), checkout).json()["code"] == "too_few_approvals"


def test_nobody_is_asked_about_the_own_request_and_cannot_decide_it(chen, zheng, password, browser, keeping):
    keeping.custodians[chen.pk] = "备岗管理员"
    checkout = make_checkout(password, chen)

    assert set(Task.objects.filter(state=TaskState.PENDING).values_list("assignee", flat=True)) == {zheng.pk}
    case = queries.running_case_of(checkout)
    task = Task.objects.get(case=case)
    answer = browser(chen).post(
        reverse("approvals:approve", args=[task.pk]),
        {"hash_seen": case.content_hash},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code in (403, 404)
    with pytest.raises(Exception, match="不能批准自己"):
        actions.note_granted(checkout=checkout, case=case, by=chen)


def test_a_core_account_takes_two_approvers(wu, chen, he, keeping, browser):
    keeping.core = True
    checkout, client = make_checkout(store(), wu), browser(wu)
    decide_checkout(checkout, chen)
    assert reveal(client, checkout).json()["code"] == "not_approved"

    decide_checkout(checkout, he)

    assert reveal(client, checkout).status_code == 200
    assert queries.approvers_of([checkout])[checkout.pk] == {chen.pk, he.pk}


def test_an_account_that_became_core_after_one_approval_needs_a_second_one(wu, chen, password, keeping, browser):
    checkout = make_granted(password, wu, chen)
    keeping.core = True

    answer = reveal(browser(wu), checkout)

    assert (answer.status_code, answer.json()["code"]) == (403, "too_few_approvals") and refused("too_few_approvals")


def test_another_persons_check_out_is_of_no_use(wu, he, chen, sun, password, browser):
    checkout = make_granted(password, wu, chen)

    for near in (he, chen):
        assert reveal(browser(near), checkout).json()["code"] == "not_requester"
    assert reveal(browser(sun), checkout).status_code == 404
    assert refused("not_requester") and not Reveal.objects.exists()


def test_after_the_time_nothing_is_shown(wu, chen, password, browser):
    checkout = make_granted(password, wu, chen)
    Checkout.objects.filter(pk=checkout.pk).update(granted_until=clock.now() - dt.timedelta(seconds=1))

    assert reveal(browser(wu), checkout).json()["code"] == "checkout_over" and refused("checkout_over")


def test_the_second_factor_is_asked_again_and_who_has_none_sees_nothing(wu, chen, password, browser):
    checkout = make_granted(password, wu, chen)

    assert reveal(browser(wu, factor=False), checkout).json()["code"] == "factor_not_shown"
    browser(wu)
    again = browser(wu, factor=False).post(reverse("vault:reveal", args=[checkout.pk]))
    assert again.status_code == 302 and again.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert not Reveal.objects.exists()


def test_of_a_seed_only_six_digits_are_shown(wu, chen, seed, browser):
    checkout = make_granted(seed, wu, chen)
    assert checkout.mode == "code"

    page = browser(wu).post(reverse("vault:reveal", args=[checkout.pk])).content.decode()

    assert SEED not in page
    assert {read_seed(SEED).code_at(clock.now() - dt.timedelta(seconds=s)) for s in (0, 30)} & set(
        re.findall(r"\d{6}", page)
    )
    assert not queries.still_known_to(wu)


def test_the_code_is_that_of_the_published_vectors(seed, he):
    code = actions.show_code(secret=seed, by=he, at=dt.datetime.fromtimestamp(59, dt.UTC))

    assert (code.digits, code.seconds_left, code.following) == ("287082", 1, "359152")


def test_a_certificate_comes_as_a_file(wu, chen, keeping, browser):
    data = certificate_pem()
    checkout = make_granted(store(SecretKind.CERTIFICATE, certificate_text(data, "")), wu, chen)

    answer = browser(wu).post(reverse("vault:reveal", args=[checkout.pk]))

    assert answer.content == data and "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("field", "value"), [("purpose", "abc 看看"), ("task", "x"), ("minutes", "10"), ("minutes", "999"), ("secret", "")]
)
def test_a_poor_request_is_refused_at_the_field_and_keeps_what_was_typed(wu, password, browser, field, value):
    answer = browser(wu).post(reverse("vault:checkout_new"), ASK | {"secret": password.pk, field: value})

    assert answer.status_code == 422 and "field--wrong" in answer.content.decode()
    assert not Checkout.objects.exists()
    if field != "task":
        assert ASK["task"] in answer.content.decode()


def test_who_is_no_custodian_cannot_ask(zhou, sun, password, browser):
    for stranger in (zhou, sun):
        answer = browser(stranger).post(reverse("vault:checkout_new"), ASK | {"secret": password.pk})
        assert answer.status_code == 422
        with pytest.raises(Exception, match="不是这个账号"):
            make_checkout(password, stranger)
    assert not Checkout.objects.exists() and refused("not_custodian")


def test_what_machines_use_is_for_no_person(wu, keeping):
    with pytest.raises(Exception, match="只供系统"):
        make_checkout(store(SecretKind.GRANT, "refresh-token"), wu)


def test_one_open_check_out_a_person_and_secret(wu, password):
    make_checkout(password, wu)

    with pytest.raises(Exception, match="没有结束的领用"):
        make_checkout(password, wu)


def test_a_password_that_was_seen_must_be_replaced_after_the_return(wu, chen, password, browser):
    checkout, client = make_granted(password, wu, chen), browser(wu)
    reveal(client, checkout)

    answer = client.post(reverse("vault:checkout_deed", args=[checkout.pk, "return"]))

    assert answer.status_code == 302 and Checkout.objects.get().state == CheckoutState.RETURNED
    assert RotationDemand.objects.get().from_version == 1


def test_what_was_not_looked_at_need_not_be_replaced(wu, chen, password, browser):
    checkout = make_granted(password, wu, chen)
    browser(wu).post(reverse("vault:checkout_deed", args=[checkout.pk, "return"]))

    assert not RotationDemand.objects.exists()


def test_the_clock_ends_what_is_overdue_and_tells_the_custodians(wu, he, chen, password, browser):
    checkout = make_granted(password, wu, chen)
    reveal(browser(wu), checkout)
    Checkout.objects.filter(pk=checkout.pk).update(granted_until=clock.now() - dt.timedelta(minutes=1))

    jobs.run_now("vault.access_tick")

    assert Checkout.objects.get().state == CheckoutState.EXPIRED and RotationDemand.objects.exists()
    told = Notice.objects.filter(kind="vault.checkout.overdue").values_list("member", flat=True)
    assert set(told) == {wu.pk, he.pk}


def test_a_request_that_nobody_answers_lapses_and_cannot_be_approved_later(wu, chen, password):
    checkout = make_checkout(password, wu)
    task = Task.objects.get(assignee=chen, state=TaskState.PENDING)
    Checkout.objects.filter(pk=checkout.pk).update(ask_until=clock.now())

    jobs.run_now("vault.access_tick")

    assert Checkout.objects.get().state == CheckoutState.LAPSED and queries.running_case_of(checkout) is None
    task.refresh_from_db()
    assert task.state != TaskState.PENDING


def test_the_requester_withdraws(wu, chen, password, browser):
    checkout = make_checkout(password, wu)
    assert browser(chen).post(reverse("vault:checkout_deed", args=[checkout.pk, "withdraw"])).status_code == 403

    browser(wu).post(reverse("vault:checkout_deed", args=[checkout.pk, "withdraw"]))

    assert Checkout.objects.get().state == CheckoutState.WITHDRAWN and queries.running_case_of(checkout) is None


def test_more_than_five_looks_an_hour_are_told_to_the_group(wu, chen, zheng, password, browser):
    client = browser(wu)
    for _number in range(6):
        checkout = make_granted(password, wu, chen)
        assert reveal(client, checkout).status_code == 200
        actions.return_checkout(checkout=Checkout.objects.get(pk=checkout.pk), by=wu)

    assert Event.objects.filter(name="vault:reveal:too_many").count() == 1
    told = Notice.objects.filter(kind="vault.pace.lost").values_list("member", flat=True)
    assert zheng.pk in set(told) and wu.pk not in set(told)


def test_the_content_is_in_no_later_answer_no_log_and_no_table(wu, he, chen, auditor, password, browser, caplog):
    caplog.set_level(logging.DEBUG)
    checkout, client = make_granted(password, wu, chen), browser(wu)
    reveal(client, checkout)

    pages = [
        client.get(checkout.get_absolute_url()),
        client.get(reverse("vault:checkouts")),
        browser(he).get(reverse("vault:exposure_secret", args=[password.pk])),
        browser(auditor).get(reverse("trail:events")),
    ]

    assert all(p.status_code == 200 for p in pages)
    assert not any(PASSWORD_TEXT in p.content.decode() for p in pages)
    assert PASSWORD_TEXT not in caplog.text
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            assert not any(PASSWORD_TEXT in str(row) for row in cursor.fetchall()), model


def test_the_list_costs_the_same_for_many_rows(wu, chen, he, keeping, browser, django_assert_max_num_queries):
    for number in range(12):
        secret = store(owner_id=number + 10)
        now = clock.now()
        Checkout.objects.create(
            secret=secret,
            requester=wu,
            purpose="登录后台",
            task="留言",
            mode="view",
            minutes=30,
            asked_at=now,
            ask_until=now,
        )
    client = browser(he)

    with django_assert_max_num_queries(15):
        page = client.get(reverse("vault:checkouts") + "?view=all")
    assert page.content.decode().count("登录后台") >= 12
    assert "<html" not in browser(he, **{"HX-Request": "true"}).get(reverse("vault:checkouts")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_looks_at_once_exactly_one_gets_it(wu, chen, keeping):
    checkout = make_granted(store(), wu, chen)
    one, two = (queries.load_checkout(checkout.pk) for _ in range(2))

    found = at_once(
        lambda: actions.reveal_secret(checkout=one, factor_shown=True, by=wu),
        lambda: actions.reveal_secret(checkout=two, factor_shown=True, by=wu),
    )

    assert min(found) == "done" and max(found) in ("reveal_raced", "seen_before")
    assert Reveal.objects.count() == 1
