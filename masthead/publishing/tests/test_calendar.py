"""Days are days in Shanghai, weeks begin on Monday and always hold the day that was asked for."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from masthead.core import clock
from masthead.org.models import CalendarDay, DayKind
from masthead.publishing import queries
from masthead.publishing.states import PublicationState
from masthead.publishing.testing import make_account_for, make_publication

pytestmark = pytest.mark.django_db
S = PublicationState


@pytest.mark.parametrize("weekday", range(7))
def test_a_week_always_holds_the_day_that_was_asked_for(weekday):
    on = dt.date(2026, 11, 23) + dt.timedelta(days=weekday)

    span = queries.span_of("week", on)

    assert span.first == dt.date(2026, 11, 23)
    assert span.first <= on <= span.last
    assert span.first.weekday() == 0


@time_machine.travel(dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC), tick=False)  # 07:30 on Monday in Shanghai
def test_before_eight_in_the_morning_the_week_is_the_week_in_shanghai(client_of, wu):
    response = client_of(wu).get(reverse("publishing:calendar"), {"view": "week"})

    assert response.context["span"].first == dt.date(2026, 11, 23)
    assert [d.on for d in response.context["days"] if d.is_today] == [dt.date(2026, 11, 23)]


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (dt.date(2026, 2, 28), dt.date(2026, 1, 26), dt.date(2026, 3, 1)),
        (dt.date(2028, 2, 29), dt.date(2028, 1, 31), dt.date(2028, 3, 5)),
        (dt.date(2026, 12, 31), dt.date(2026, 11, 30), dt.date(2027, 1, 3)),
        (dt.date(2027, 1, 31), dt.date(2026, 12, 28), dt.date(2027, 1, 31)),
    ],
)
def test_a_month_shows_whole_weeks(on, first, last):
    span = queries.span_of("month", on)

    assert (span.first, span.last) == (first, last)


def test_going_forth_and_back_from_a_long_month_keeps_the_months():
    span = queries.span_of("month", dt.date(2026, 1, 31))

    assert (span.previous, span.following) == (dt.date(2025, 12, 1), dt.date(2026, 2, 1))


@pytest.mark.parametrize(("hour", "on"), [(0, 5), (7, 5), (23, 5)])
def test_every_view_shows_a_post_on_its_day_in_shanghai(wu, approved, account, hour, on):
    due = clock.at_china(dt.date(2026, 3, on), hour, 30)
    make_publication(approved, account, by=wu, due_at=due)

    for view in ("month", "week", "day"):
        days = queries.calendar_days(wu, queries.span_of(view, dt.date(2026, 3, on)))
        assert [d.on for d in days if d.chips] == [dt.date(2026, 3, 5)], view


def test_one_content_is_one_chip_with_a_mark_per_account(wu, he, approved, account):
    other = make_account_for(wu, backup=he, name="云岭茶铺", app_id="wx_teashop")
    due = clock.at_china(dt.date(2026, 3, 5), 9, 30)
    make_publication(approved, account, by=wu, due_at=due, state=S.PUBLISHED)
    make_publication(approved, other, by=wu, due_at=due, state=S.FAILED)

    days = queries.calendar_days(wu, queries.span_of("day", dt.date(2026, 3, 5)))

    chip = days[0].chips[0]
    assert [m.name for m in chip.marks] == ["云岭茶事", "云岭茶铺"]
    assert (chip.state, chip.mixed, chip.time) == (S.FAILED, True, "09:30")


def test_holidays_and_make_up_days_are_marked(client_of, wu):
    CalendarDay.objects.create(on=dt.date(2026, 2, 17), kind=DayKind.HOLIDAY, name="春节")
    CalendarDay.objects.create(on=dt.date(2026, 2, 14), kind=DayKind.MAKE_UP, name="春节")

    page = client_of(wu).get(reverse("publishing:calendar"), {"view": "month", "on": "2026-02-01"}).content.decode()

    assert "春节" in page
    assert "cal__remark--off" in page
    assert "cal__remark--on" in page


def test_a_wrong_date_or_view_shows_this_month(client_of, wu):
    response = client_of(wu).get(reverse("publishing:calendar"), {"view": "year", "on": "31-31-31"})

    assert response.status_code == 200
    assert response.context["span"].view == "month"


def test_the_calendar_shows_nothing_of_other_departments(client_of, sun, wu, approved, account):
    make_publication(approved, account, by=wu, due_at=clock.now())

    response = client_of(sun).get(reverse("publishing:calendar"))

    assert response.context["total"] == 0


def test_the_queries_of_the_calendar_do_not_grow_with_the_rows(
    client_of, wu, approved, account, django_assert_max_num_queries
):
    for number in range(60):
        make_publication(approved, account, by=wu, due_at=clock.now(), content_hash=f"{number:064d}", state=S.PUBLISHED)

    client = client_of(wu)
    with django_assert_max_num_queries(15):
        client.get(reverse("publishing:calendar"))
