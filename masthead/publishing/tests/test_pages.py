"""Pages and panels: they open, tell the state in plain words, and cost the same whatever the rows."""

import datetime as dt

import pytest
from django.urls import reverse

from masthead.core import clock
from masthead.publishing import actions
from masthead.publishing.models import Publication
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_publication

pytestmark = pytest.mark.django_db
S = PublicationState


@pytest.mark.parametrize("view", ["month", "week", "day"])
def test_the_calendar_opens_in_every_view(client_of, wu, due, view):
    page = client_of(wu).get(reverse("publishing:calendar"), {"view": view})

    assert page.status_code == 200
    assert due.title in page.content.decode()


def test_the_list_filters_and_pages(client_of, wu, approved, account):
    for number in range(30):
        make_publication(
            approved,
            account,
            by=wu,
            due_at=clock.now() - dt.timedelta(hours=number),
            content_hash=f"{number:064d}",
            state=S.PUBLISHED,
        )
    client = client_of(wu)

    first = client.get(reverse("publishing:publications"), {"state": "published", "account": account.pk})
    second = client.get(reverse("publishing:publications"), {"cursor": first.context["page"].next})

    assert len(first.context["page"].rows) == 25
    assert len(second.context["page"].rows) == 5
    assert not client.get(reverse("publishing:publications"), {"state": "failed"}).context["page"].rows


def test_the_queries_of_the_list_do_not_grow_with_the_rows(
    client_of, wu, approved, account, django_assert_max_num_queries
):
    for number in range(25):
        make_publication(approved, account, by=wu, due_at=clock.now(), content_hash=f"{number:064d}", state=S.PUBLISHED)

    client = client_of(wu)
    with django_assert_max_num_queries(15):
        client.get(reverse("publishing:publications"))


@pytest.mark.parametrize("state", list(PublicationState))
def test_the_detail_tells_every_state_in_plain_words(client_of, wu, approved, account, state):
    row = make_publication(
        approved, account, by=wu, due_at=clock.now(), state=state, failure_message="平台拒绝了标题。"
    )

    page = client_of(wu).get(reverse("publishing:publication_detail", args=[row.pk]))

    assert page.status_code == 200
    assert page.context["advice"].title in page.content.decode()


def test_a_waiting_retry_says_when_and_that_nothing_went_out(client_of, wu, approved, account):
    row = make_publication(
        approved, account, by=wu, due_at=clock.now(), failure_kind="not_sent", failure_message="连不上平台。", tries=1
    )

    page = client_of(wu).get(reverse("publishing:publication_detail", args=[row.pk])).content.decode()

    assert "确认没有发出" in page


def test_the_schedule_page_offers_free_hours(client_of, wu, approved):
    page = client_of(wu).get(reverse("publishing:schedule", args=[approved.pk]))

    assert page.status_code == 200
    assert page.context["slots"]


def test_a_crowded_hour_is_warned_of_first(client_of, wu, lin, approved, account):
    from masthead.publishing.testing import make_approved

    when = clock.now() + dt.timedelta(hours=2)
    make_publication(make_approved(lin, account, title="门店春茶上新"), account, by=wu, due_at=when)
    body = {"accounts": [account.pk], "planned_at": f"{clock.china(when):%Y-%m-%dT%H:%M}"}
    url = reverse("publishing:schedule", args=[approved.pk])

    warned = client_of(wu).post(url, body)
    done = client_of(wu).post(url, body | {"crowded_ok": "on"})

    assert (warned.status_code, done.status_code) == (422, 302)
    assert "门店春茶上新" in warned.content.decode()


@pytest.mark.parametrize("htmx", [False, True])
def test_the_panel_of_a_draft_shows_its_publications(client_of, wu, due, approved, htmx):
    page = client_of(wu, htmx=htmx).get(reverse("publishing:draft_publications", args=[approved.pk])).content.decode()

    assert "云岭茶事" in page
    assert ("<html" in page) is not htmx


def test_the_panel_of_an_approved_draft_offers_to_schedule(client_of, wu, zhou, approved):
    url = reverse("publishing:draft_publications", args=[approved.pk])

    assert "排期发布" in client_of(wu, htmx=True).get(url).content.decode()
    assert "排期发布" not in client_of(zhou, htmx=True).get(url).content.decode()


def test_the_panel_of_an_account_shows_the_newest(client_of, he, due, account):
    page = client_of(he, htmx=True).get(reverse("publishing:account_publications", args=[account.pk])).content.decode()

    assert due.title in page


def test_the_engine_page_says_who_is_alive(client_of, he, due):
    actions.note_worker(worker="yunling:42", sent=3)

    page = client_of(he).get(reverse("publishing:engine"))

    assert page.context["health"].alive == 1
    assert page.context["health"].queue == 1
    assert [(one.host, one.number, one.alive) for one in page.context["processes"]] == [("yunling", "42", True)]


def test_the_engine_page_warns_when_nobody_works(client_of, he):
    assert "没有发布进程在运行" in client_of(he).get(reverse("publishing:engine")).content.decode()


def test_lateness_is_measured_over_the_last_day(client_of, he, wu, approved, account):
    now = clock.now()
    for number in range(10):
        make_publication(
            approved, account, by=wu, due_at=now - dt.timedelta(hours=1), state=S.PUBLISHED, content_hash=f"{number:064d}",
            accepted_at=now - dt.timedelta(hours=1) + dt.timedelta(seconds=number * 60),
        )  # fmt: skip

    health = client_of(he).get(reverse("publishing:engine")).context["health"]

    assert (health.measured, health.late_p50, health.late_p99, health.late) == (10, 240.0, 540.0, 4)


def test_workbench_cards_open(client_of, wu, approved, account):
    from masthead.publishing import queries

    make_publication(approved, account, by=wu, due_at=clock.now(), state=S.UNKNOWN)

    assert queries.today_card(wu).count == 1
    assert queries.trouble_card(wu).count == 1
    Publication.objects.update(state=S.PUBLISHED, published_at=clock.now())
    assert queries.trouble_card(wu) is None
