"""Emergency opening: two persons, a finding at once, replacement within a day, a review within two working days."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.core import clock, jobs
from masthead.notify.models import Notice
from masthead.rulebook.models import Finding
from masthead.rulebook.states import FindingState
from masthead.trail.models import Event
from masthead.vault import actions, queries
from masthead.vault.models import BreakGlass, Checkout, Reveal, RotationDemand
from masthead.vault.states import GlassState
from masthead.vault.testing import make_checkout
from masthead.vault.tests.conftest import PASSWORD_TEXT

pytestmark = pytest.mark.django_db
WHY = "账号正在被人改密码，需要马上登录处置"
JSON = {"Accept": "application/json"}


@pytest.fixture
def glass(wu, password):
    return actions.ask_break_glass(secret=password, purpose=WHY, by=wu)


def confirm(client, glass):
    return client.post(reverse("vault:glass_confirm", args=[glass.pk]), headers=JSON)


def test_two_persons_open_it_without_any_approval(wu, chen, password, browser):
    client = browser(wu)
    assert client.post(reverse("vault:glass_new"), {"secret": password.pk, "purpose": WHY}).status_code == 302
    glass = BreakGlass.objects.get()
    assert Notice.objects.filter(kind="vault.glass.asked", member=chen).exists()

    assert confirm(browser(chen), glass).status_code == 302

    checkout = Checkout.objects.get(emergency=glass)
    page = client.post(reverse("vault:reveal", args=[checkout.pk]))
    assert PASSWORD_TEXT in page.content.decode() and "no-store" in page.headers["Cache-Control"]
    assert Event.objects.filter(name="vault:break_glass:opened").exists()


def test_one_person_is_not_two(wu, glass, browser):
    answer = confirm(browser(wu), glass)

    assert (answer.status_code, answer.json()["code"]) == (403, "one_person")
    assert Event.objects.filter(code="one_person", name__startswith="refused:vault").exists()
    assert not Checkout.objects.exists()


def test_an_unconfirmed_opening_written_by_hand_opens_nothing(wu, glass, browser):
    now = clock.now()
    checkout = Checkout.objects.create(
        secret=glass.secret, requester=wu, purpose=WHY, task="紧急启封", mode="view", minutes=30, emergency=glass,
        state="approved", asked_at=now, ask_until=now, granted_at=now, granted_until=now + dt.timedelta(minutes=30),
    )  # fmt: skip

    answer = browser(wu).post(reverse("vault:reveal", args=[checkout.pk]), headers=JSON)

    assert answer.json()["code"] == "one_person" and not Reveal.objects.exists()


def test_the_second_person_signs_in_for_it_and_holds_the_right(lin, sun, chen, he, glass, browser):
    assert confirm(browser(lin), glass).status_code == 404
    assert confirm(browser(sun), glass).status_code in (403, 404)
    again = browser(chen, factor=False)
    assert confirm(again, glass).status_code in (302, 403)
    assert BreakGlass.objects.get().state == GlassState.WAITING


def test_after_ten_minutes_nobody_can_confirm(chen, glass, browser):
    BreakGlass.objects.update(confirm_until=clock.now())

    assert confirm(browser(chen), glass).json()["code"] == "glass_over"
    jobs.run_now("vault.access_tick")
    assert BreakGlass.objects.get().state == GlassState.LAPSED


def test_the_finding_is_there_at_once_and_closes_with_the_review(
    wu, chen, zheng, glass, browser, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.confirm_break_glass(glass=glass, factor_shown=True, by=chen)
    finding = Finding.objects.get(probe_key="vault.break_glass_reviewed")
    assert (finding.object_id, finding.state) == (glass.pk, FindingState.OPEN)

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser(zheng).post(
            reverse("vault:glass_review", args=[glass.pk]), {"findings": "确属紧急，凭据已更换；今后多留一名备岗。"}
        )

    assert answer.status_code == 302
    finding.refresh_from_db()
    assert finding.state == FindingState.CLOSED


def test_replacement_is_due_within_a_day_and_the_review_in_two_working_days(chen, glass):
    actions.confirm_break_glass(glass=glass, factor_shown=True, by=chen)
    glass.refresh_from_db()

    assert RotationDemand.objects.get().due_at - glass.confirmed_at == dt.timedelta(hours=24)
    assert glass.review_due_at == queries.workdays_later(glass.confirmed_at, 2) > glass.confirmed_at


def test_two_working_days_after_a_friday_end_on_tuesday():
    friday = clock.at_china(dt.date(2026, 11, 27), 15)

    assert clock.china(queries.workdays_later(friday, 2)).date() == dt.date(2026, 12, 1)


@pytest.mark.parametrize(("who", "code"), [("chen", "own_glass"), ("wu", "not_in_group"), ("he", "not_in_group")])
def test_the_group_reviews_it_and_none_of_the_two(request, glass, chen, browser, who, code):
    actions.confirm_break_glass(glass=glass, factor_shown=True, by=chen)

    answer = browser(request.getfixturevalue(who)).post(
        reverse("vault:glass_review", args=[glass.pk]), {"findings": "确属紧急，凭据已经更换。"}, headers=JSON
    )

    assert (answer.status_code, answer.json()["code"]) == (403, code)


def test_a_short_finding_is_refused_at_the_field(glass, chen, zheng, browser):
    actions.confirm_break_glass(glass=glass, factor_shown=True, by=chen)

    answer = browser(zheng).post(reverse("vault:glass_review", args=[glass.pk]), {"findings": "没问题"})

    assert answer.status_code == 422 and "没问题" in answer.content.decode()


def test_an_open_request_gives_way_to_the_emergency(wu, chen, password, glass):
    asked = make_checkout(password, wu)

    actions.confirm_break_glass(glass=glass, factor_shown=True, by=chen)

    asked.refresh_from_db()
    assert asked.state == "cancelled" and queries.running_case_of(asked) is None


def test_the_pages_show_the_way_and_no_content(wu, chen, glass, browser):
    for person in (wu, chen):
        page = browser(person).get(glass.get_absolute_url())
        assert page.status_code == 200 and WHY in page.content.decode()
    assert browser(chen).get(reverse("vault:glasses")).status_code == 200
    assert "确认启封" in browser(chen).get(glass.get_absolute_url()).content.decode()
