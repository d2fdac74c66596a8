"""Lanes, filters, folding, recurring slots, frequency, and the calendar for other programmes."""

import datetime as dt

import pytest
from django.urls import reverse
from icalendar import Calendar

from masthead.accounts.models import PositioningSheet
from masthead.core import clock, limiting
from masthead.core.errors import BadInput, RuleBroken
from masthead.publishing import actions, queries
from masthead.publishing.models import CalendarFeed
from masthead.publishing.probes import days as days_probe
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_account_for, make_publication
from masthead.trail.probes import PROBES, Window, catches_its_violation

pytestmark = pytest.mark.django_db
S = PublicationState


def test_a_full_month_folds_its_days_and_the_box_shows_all(
    client_of, wu, approved, account, django_assert_max_num_queries
):
    on = clock.today().replace(day=15)
    for number in range(220):
        due = clock.at_china(on.replace(day=1 + number % 28), 7 + number % 14)
        make_publication(
            approved,
            account,
            by=wu,
            due_at=due,
            content_hash=f"{number:064d}",
            title=f"茶事 {number}",
            state=S.PUBLISHED,
        )
    client = client_of(wu)

    with django_assert_max_num_queries(15):
        page = client.get(reverse("publishing:calendar"), {"on": f"{on}"})
    box = client.get(reverse("publishing:calendar_day"), {"on": f"{on.replace(day=1)}"})

    html = page.content.decode()
    assert page.context["total"] == 220
    assert html.count('class="cal-chip ') <= 4 * 42
    assert "共 8 项，看全部" in html
    assert box.content.decode().count('class="cal-chip ') == 8


@pytest.mark.parametrize("view", ["month", "week", "day", "lanes", "list"])
def test_filters_narrow_every_view_and_stay_in_its_addresses(client_of, wu, he, approved, account, view):
    other = make_account_for(wu, backup=he, name="云岭茶铺", app_id="wx_teashop")
    now = clock.now()
    make_publication(approved, account, by=wu, due_at=now, state=S.PUBLISHED)
    make_publication(
        approved, other, by=wu, due_at=now + dt.timedelta(seconds=90), content_hash="1" * 64, title="只在茶铺"
    )

    page = client_of(wu).get(
        reverse("publishing:calendar"), {"view": view, "account": account.pk, "unit": "x", "state": ""}
    )

    html = page.content.decode()
    assert page.context["total"] == 1
    assert "只在茶铺" not in html
    assert f"account={account.pk}" in html


def test_a_title_is_text_on_the_calendar_and_never_markup(client_of, wu, approved, account):
    make_publication(approved, account, by=wu, due_at=clock.now(), title="<img src=x onerror=alert(1)>\"' 茶")

    html = client_of(wu).get(reverse("publishing:calendar"), {"view": "week"}).content.decode()

    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_only_what_may_be_moved_can_be_dragged(client_of, wu, lin, approved, account):
    row = make_publication(approved, account, by=wu, due_at=clock.now() + dt.timedelta(hours=1))
    url = reverse("publishing:calendar")

    assert f'data-move="{row.pk}"' in client_of(wu).get(url).content.decode()
    assert "data-move=" not in client_of(lin).get(url).content.decode()


def test_an_empty_slot_is_drawn_until_something_stands_in_it(client_of, wu, approved, account):
    at = clock.china(clock.now() + dt.timedelta(hours=25)).replace(minute=0, second=0, microsecond=0)
    slot = actions.keep_slot(account=account, name="茶课", weekday=at.weekday(), time=at.time(), by=wu)
    with pytest.raises(BadInput):
        actions.keep_slot(account=account, name="又一课", weekday=at.weekday(), time=at.time(), by=wu)
    span, client = queries.span_of("day", at.date()), client_of(wu)
    assert [e.slot for e in queries.calendar_days(wu, span)[0].empty_slots] == [slot]

    url = reverse("publishing:slot_fill", args=[slot.pk])
    assert approved.title in client.get(url, {"on": f"{at.date()}"}).content.decode()
    client.post(url, {"on": f"{at.date()}", "draft": approved.pk})

    day = queries.calendar_days(wu, span)[0]
    assert (day.empty_slots, [c.time for c in day.chips]) == ([], [f"{at:%H:%M}"])


def test_a_slot_takes_only_what_is_approved_for_its_moment(wu, approved, account):
    far = clock.china(approved.window_end + dt.timedelta(days=3))
    slot = actions.keep_slot(account=account, name="茶课", weekday=far.weekday(), time=dt.time(9, 30), by=wu)

    assert queries.drafts_fitting(wu, account, clock.at_china(far.date(), 9, 30)) == []
    with pytest.raises(RuleBroken):
        actions.fill_slot(slot=slot, on=far.date(), draft=approved, by=wu)


def test_the_frequency_shows_gaps_and_crowding_beside_the_sheet(wu, lin, approved, account):
    today = clock.today()
    PositioningSheet.objects.create(
        account=account, number=1, state="in_force", audience="茶友", per_week_min=2, per_week_max=3, drafted_by=lin, drafted_at=clock.now(),
        approved_hash="a" * 64, in_force_on=today, valid_until=today + dt.timedelta(days=300),
    )  # fmt: skip
    monday = today - dt.timedelta(days=today.weekday())
    for number in range(5):
        due = clock.at_china(monday + dt.timedelta(days=number), 0, 30)
        make_publication(approved, account, by=wu, due_at=due, content_hash=f"{number:064d}", state=S.PUBLISHED)

    (row,) = queries.frequency_page(wu, today)["rows"]

    this, following = row.weeks[4], row.weeks[5]
    assert (this.count, this.judged, this.days) == (5, "crowd", (1, 1, 1, 1, 1, 0, 0))
    assert (following.count, following.judged) == (0, "gap")
    assert this.query == f"?view=lanes&on={monday}&account={account.pk}"


class TestFeed:
    def test_a_secret_address_reads_without_a_cookie_what_its_owner_may_see(self, client, wu, sun, approved, account):
        limiting.forget()
        row = make_publication(approved, account, by=wu, due_at=clock.now(), title="茶事\nBEGIN:VALARM")
        mine, other = actions.open_calendar_feed(by=wu), actions.open_calendar_feed(by=sun)

        answer = client.get(reverse("publishing:calendar_feed_file", args=[mine]))

        (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
        assert (f"publication-{row.pk}" in str(event["UID"]), answer.cookies) == (True, {})
        empty = client.get(reverse("publishing:calendar_feed_file", args=[other]))
        assert Calendar.from_ical(empty.content).walk("VEVENT") == []
        assert not CalendarFeed.objects.filter(digest=mine).exists()

    def test_a_revoked_or_guessed_address_answers_nothing_and_guessing_ends(self, client, client_of, wu):
        limiting.forget()
        secret = actions.open_calendar_feed(by=wu)
        assert client_of(wu).post(reverse("publishing:calendar_feed_close")).status_code == 302

        codes = [
            client.get(reverse("publishing:calendar_feed_file", args=[s])).status_code
            for s in [secret, *map(str, range(40))]
        ]

        assert codes[0] == 404
        assert (codes.count(429) > 5, set(codes)) == (True, {404, 429})

    def test_the_file_holds_the_span_that_is_shown(self, client_of, wu, approved, account):
        make_publication(approved, account, by=wu, due_at=clock.now())
        url = reverse("publishing:calendar_ics")
        here = client_of(wu).get(url, {"view": "week", "on": f"{clock.today()}"})
        there = client_of(wu).get(url, {"view": "week", "on": f"{clock.today() + dt.timedelta(days=60)}"})
        counts = [len(Calendar.from_ical(answer.content).walk("VEVENT")) for answer in (here, there)]
        assert counts == [1, 0]


def test_the_probe_of_sensitive_days_catches_what_went_out_unexplained(account):
    window = Window(clock.now() - dt.timedelta(days=30), clock.now())
    assert catches_its_violation(PROBES["3.3.3.sensitive_day"], window)
    assert list(days_probe.sensitive_day.examine(Window(clock.now(), clock.now()))) == []
