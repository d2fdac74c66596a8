"""Time as people mean it: clocks abroad, days that do not exist, month ends, 调休, a plan that the house slept over."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.urls import reverse

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken
from masthead.org.models import CalendarDay, DayKind
from masthead.publishing import actions, engine, queries, rhythms, walls
from masthead.publishing.models import Publication, RecurringSlot
from masthead.publishing.states import PublicationState

S = PublicationState
UTC = dt.UTC


def wall(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


# --- clocks abroad ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "shown", "moment"),
    [
        ("Asia/Shanghai", "2026-11-28T09:30", "2026-11-28T01:30"),
        ("America/New_York", "2027-03-13T09:30", "2027-03-13T14:30"),  # the day before the clocks go forward
        (
            "America/New_York",
            "2027-03-15T09:30",
            "2027-03-15T13:30",
        ),  # and after: the wall clock holds, the moment moves
        ("Europe/Berlin", "2028-02-29T12:00", "2028-02-29T11:00"),  # a leap day
        ("Australia/Sydney", "2027-01-01T00:00", "2026-12-31T13:00"),
    ],
)
def test_a_wall_clock_abroad_is_a_moment_and_comes_back_as_it_was(zone: str, shown: str, moment: str) -> None:
    found = walls.moment_at(wall(shown), zone)

    assert found == wall(moment).replace(tzinfo=UTC)
    assert walls.wall_at(found, zone) == shown


def test_an_hour_that_is_skipped_is_refused_with_the_next_one_there_is() -> None:
    with pytest.raises(BadInput) as refused:
        walls.moment_at(wall("2027-03-14T02:30"), "America/New_York")

    assert refused.value.code == "wall_skipped"
    assert "03:30" in str(refused.value.fields)
    assert "不存在" in str(refused.value.message)


def test_an_hour_that_comes_twice_is_asked_and_never_guessed() -> None:
    twice = wall("2026-11-01T01:30")
    with pytest.raises(BadInput) as asked:
        walls.moment_at(twice, "America/New_York")
    first, second = (walls.moment_at(twice, "America/New_York", which=w) for w in (walls.FIRST, walls.SECOND))

    assert asked.value.code == "wall_twice"
    assert "11-01 13:30" in str(asked.value.fields)
    assert "11-01 14:30" in str(asked.value.fields)
    assert second - first == dt.timedelta(hours=1)


def test_a_zone_that_nobody_knows_is_refused() -> None:
    with pytest.raises(BadInput):
        walls.moment_at(wall("2026-11-28T09:30"), "Mars/Olympus")


@pytest.mark.django_db
def test_the_page_takes_the_clock_of_the_account_and_keeps_it(client_of, wu, approved, account) -> None:
    moment = clock.now() + dt.timedelta(hours=20)
    shown = walls.wall_at(moment, "America/New_York")
    form = {"accounts": [account.pk], "planned_at": shown, "zone": "America/New_York", "crowded_ok": "on"}

    answer = client_of(wu).post(reverse("publishing:schedule", args=[approved.pk]), form)

    row = Publication.objects.get()
    assert answer.status_code == 302
    assert abs(row.planned_at - moment) < dt.timedelta(minutes=1)
    assert (row.zone, row.planned_wall) == ("America/New_York", shown)
    assert f"纽约 {shown.replace('T', ' ')}" in client_of(wu).get(row.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_skipped_hour_stands_beside_its_field_and_nothing_typed_is_lost(client_of, wu, approved, account) -> None:
    form = {"accounts": [account.pk], "planned_at": "2027-03-14T02:30", "zone": "America/New_York"}

    page = client_of(wu).post(reverse("publishing:schedule", args=[approved.pk]), form)

    assert page.status_code == 422
    assert "不存在" in str(page.context["form"].errors["planned_at"])
    assert "2027-03-14T02:30" in page.content.decode()


@pytest.mark.django_db
def test_a_move_moves_the_wall_clock_too(approved, account, wu) -> None:
    now = clock.now()
    row = actions.schedule_publication(
        draft=approved, account=account, planned_at=now + dt.timedelta(hours=3), zone="Europe/London", by=wu
    )

    actions.move_publication(publication=row, planned_at=now + dt.timedelta(hours=5), by=wu)

    row.refresh_from_db()
    assert row.planned_wall == walls.wall_at(row.planned_at, "Europe/London")


# --- slots that come again --------------------------------------------------------------------------------------------


@dataclass
class Slot:
    rhythm: str = rhythms.WEEKLY
    weekday: int = 0
    month_day: int = 0
    off_day: str = rhythms.KEEP


def shipped(day: dt.date) -> bool:
    """The first days of October 2026: 1–7 holiday, Saturday the 10th and Sunday 27 September make up for it."""
    holiday = dt.date(2026, 10, 1) <= day <= dt.date(2026, 10, 7)
    made_up = day in (dt.date(2026, 9, 27), dt.date(2026, 10, 10))
    return made_up or (day.weekday() < 5 and not holiday)


def days(slot: Slot, first: str, last: str) -> list[str]:
    found = rhythms.days_of(slot, dt.date.fromisoformat(first), dt.date.fromisoformat(last), shipped)
    return [day.isoformat() for day in found]


@pytest.mark.parametrize(
    ("slot", "first", "last", "expected"),
    [
        (Slot("monthly", month_day=31), "2027-01-01", "2027-04-30", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        (Slot("monthly", month_day=30), "2028-02-01", "2028-03-31", ["2028-02-29", "2028-03-30"]),
        (Slot("monthly", month_day=29), "2027-02-01", "2027-02-28", ["2027-02-28"]),
        (Slot(weekday=3, off_day="keep"), "2026-10-01", "2026-10-08", ["2026-10-01", "2026-10-08"]),
        (Slot(weekday=3, off_day="skip"), "2026-10-01", "2026-10-08", ["2026-10-08"]),
        (Slot(weekday=3, off_day="before"), "2026-09-28", "2026-10-07", ["2026-09-30"]),
        (Slot(weekday=1, off_day="after"), "2026-10-01", "2026-10-12", ["2026-10-08"]),
        (Slot("monthly", month_day=3, off_day="after"), "2026-10-08", "2026-10-09", ["2026-10-08"]),
        (Slot(weekday=5, off_day="skip"), "2026-10-01", "2026-10-17", ["2026-10-10"]),  # a Saturday at work
        (Slot("workdays"), "2026-09-26", "2026-10-11", ["2026-09-27", "2026-09-28", "2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10"]),
    ],
)  # fmt: skip
def test_a_slot_knows_month_ends_and_working_days(slot: Slot, first: str, last: str, expected: list[str]) -> None:
    assert days(slot, first, last) == expected


@pytest.mark.django_db
def test_a_slot_of_working_days_is_open_on_the_saturday_that_makes_up(client_of, wu, account) -> None:
    saturday = clock.today() + dt.timedelta(days=(5 - clock.today().weekday()) % 7 + 7)
    CalendarDay.objects.create(on=saturday, kind=DayKind.MAKE_UP, name="调休")
    words = {"account": account.pk, "name": "早茶", "rhythm": "workdays", "time": "08:30"}
    assert client_of(wu).post(reverse("publishing:slots"), words).status_code == 302
    slot = RecurringSlot.objects.get()

    assert slot.when == "每个工作日 08:30"
    assert queries.slot_moment(slot, saturday.isoformat()).on == saturday
    with pytest.raises(RuleBroken):
        queries.slot_moment(slot, (saturday + dt.timedelta(days=1)).isoformat())


@pytest.mark.django_db
def test_a_monthly_slot_needs_its_day_and_is_kept_once(client_of, wu, account) -> None:
    words = {"account": account.pk, "name": "月报", "rhythm": "monthly", "time": "09:00"}
    page = client_of(wu).post(reverse("publishing:slots"), words)
    assert (page.status_code, RecurringSlot.objects.count()) == (422, 0)

    client_of(wu).post(reverse("publishing:slots"), words | {"month_day": "31", "off_day": "before"})
    again = client_of(wu).post(reverse("publishing:slots"), words | {"month_day": "31", "off_day": "skip"})

    assert (again.status_code, RecurringSlot.objects.get().when) == (422, "每月 31 日 09:00 · 提前到前一个工作日")


# --- slept over, and gone by ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("asleep", "state", "posts"), [(2, S.PUBLISHED, 1), (4, S.HELD, 0), (60, S.EXPIRED, 0)])
def test_what_the_house_slept_over_goes_out_once_inside_its_window_and_never_after_it(
    platform, approved, account, wu, quick, asleep: int, state: str, posts: int
) -> None:
    row = actions.schedule_publication(
        draft=approved, account=account, planned_at=clock.now() + dt.timedelta(hours=1), by=wu
    )
    engine.tick("before it fell asleep")
    with clock.travelling(dt.timedelta(hours=asleep)):
        platform.shift_clock(offset_seconds=asleep * 3600)
        for _ in range(20):
            engine.tick("awake again")
            platform.wait_until_settled()
            row.refresh_from_db()
            if row.state == state:
                break

    assert row.state == state
    assert platform.stats().by_title == ({row.title: 1} if posts else {})
    if state == S.EXPIRED:
        assert row.failure_message
        assert row.failure_advice


@pytest.mark.django_db
def test_what_is_planned_now_keeps_the_wall_clock_of_shanghai(due) -> None:
    assert (due.zone, due.planned_wall) == (walls.HOME, walls.wall_at(due.planned_at))
    assert due.planned_abroad == ""
