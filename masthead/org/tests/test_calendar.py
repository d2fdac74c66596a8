"""Working days with 调休, the company's own days and office hours as they were set (domain reference, inbox clock)."""

import datetime as dt

import pytest

from masthead.core import clock
from masthead.core.errors import BadInput, Stale
from masthead.org import actions, queries
from masthead.org.models import CalendarDay, DayKind
from masthead.org.notice import read_notice

NOTICE = """日期,名称,安排
2027-01-01~2027-01-03,元旦,休
2月5日至2月11日,春节,休
2027-02-14,春节,班
2027/10/1—10/7,国庆节,休
2027-10-09,国庆节,班"""


def at(text):
    return dt.datetime.fromisoformat(f"{text}+08:00")


@pytest.fixture
def published(cast):
    for year in (2025, 2026):
        actions.import_calendar_year(year=year, by=None)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2025-09-30 17:30", 120, "2025-10-09 10:30"),  # 国庆 1–8 off
        ("2025-10-10 17:00", 120, "2025-10-11 10:00"),  # a Saturday worked for 国庆
        ("2026-11-26 11:30", 60, "2026-11-26 14:00"),  # over noon
        ("2026-11-27 18:00", 1, "2026-11-30 09:01"),  # over a weekend
        ("2026-11-28 08:00", 0, "2026-11-30 09:00"),
    ],
)
def test_office_time_walks_over_holidays_noon_and_weekends(published, start, minutes, end):
    assert queries.add_office_time(at(start), minutes) == at(end)


def test_minutes_between_are_the_reverse(published):
    assert queries.office_minutes_between(at("2025-09-30 17:30"), at("2025-10-09 10:30")) == 120
    assert queries.office_minutes_between(at("2025-10-10 17:00"), at("2025-10-11 10:00")) == 120
    assert queries.office_minutes_between(at("2025-10-03 00:00"), at("2025-10-04 00:00")) == 0


def test_a_make_up_saturday_is_a_working_day_and_a_holiday_is_not(published):
    assert queries.is_workday(dt.date(2025, 10, 11))
    assert not queries.is_workday(dt.date(2025, 10, 8))
    assert queries.day_kind(dt.date(2025, 10, 11)) == DayKind.MAKE_UP


def test_a_year_that_is_not_published_is_provisional(cast):
    assert actions.import_calendar_year(year=2031, by=None) == 0

    year = queries.year_page(2031)
    assert not year.published
    assert queries.is_workday(dt.date(2031, 10, 1))


def test_a_pasted_notice_publishes_the_year(he):
    notice = read_notice(NOTICE, 2027)
    assert notice.errors == []

    assert actions.import_notice(notice=notice, source="国办发明电〔2026〕7号", by=he) == 365

    assert not queries.is_workday(dt.date(2027, 2, 8))
    assert queries.is_workday(dt.date(2027, 2, 14))
    assert queries.year_page(2027).source == "国办发明电〔2026〕7号"


def test_json_of_open_calendars_is_read_too(he):
    text = (
        '{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}, '
        '{"name": "春节", "date": "2027-02-05", "isOffDay": true}, {"name": "春节", "date": "2027-02-06", "isOffDay": true}, '
        '{"name": "春节", "date": "2027-02-14", "isOffDay": false}, {"name": "元旦", "date": "2026-12-31", "isOffDay": true}]}'
    )
    notice = read_notice(text, 2027)

    assert (len(notice.off_days), len(notice.work_days), notice.errors) == (3, 1, [])


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("2026-10-01,国庆节,休", "不在 2027 年"),
        ("2027-02-30,春节,休", "认不出日期"),
        ("2027-03-01,春节,班", "不是周末"),
        ("2027-03-01,春节", "「休」或「班」"),
        ("2027-02-05,春节,班", "前后说法不一"),
        ("2027-03-01~2027-06-01,长假,休", "认不出日期"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_taken(he, line, word):
    notice = read_notice(f"{NOTICE}\n{line}", 2027)

    assert any(word in e for e in notice.errors), notice.errors
    with pytest.raises(BadInput):
        actions.import_notice(notice=notice, source="", by=he)
    assert not queries.is_published(2027)


def test_own_days_stand_above_what_is_published_and_give_it_back(he, published, time_machine):
    time_machine.move_to("2026-03-02 09:00:00+08:00", tick=False)
    day = dt.date(2026, 5, 1)
    actions.set_own_day(on=day, works=True, name="茶博会值守", by=he)
    assert queries.is_workday(day)

    actions.drop_own_day(on=day, by=he)
    assert queries.day_kind(day) == DayKind.HOLIDAY
    with pytest.raises(Stale):
        actions.drop_own_day(on=day, by=he)


def test_own_days_survive_the_publication_of_their_year(he, time_machine):
    time_machine.move_to("2026-11-26 09:00:00+08:00", tick=False)
    day = dt.date(2027, 3, 5)
    actions.set_own_day(on=day, works=False, name="公司成立日", by=he)
    assert not queries.is_published(2027)

    actions.import_notice(notice=read_notice(NOTICE, 2027), source="", by=he)

    assert not queries.is_workday(day)
    actions.drop_own_day(on=day, by=he)
    assert CalendarDay.objects.get(on=day).kind == DayKind.WORKDAY


def test_the_past_is_not_rewritten(he):
    yesterday = clock.today() - dt.timedelta(days=1)
    with pytest.raises(BadInput):
        actions.set_own_day(on=yesterday, works=False, name="补休", by=he)
    with pytest.raises(BadInput):
        actions.set_office_hours(spans=[(540, 720)], start_on=yesterday, by=he)


def test_office_hours_hold_from_their_day_on(he, published, time_machine):
    time_machine.move_to("2026-11-26 09:00:00+08:00", tick=False)
    actions.set_office_hours(spans=[(510, 720), (780, 1050)], start_on=dt.date(2026, 11, 30), by=he)

    assert queries.add_office_time(at("2026-11-27 17:30"), 60) == at("2026-11-30 09:00")
    assert queries.office_minutes_between(at("2026-11-30 00:00"), at("2026-12-01 00:00")) == 480


@pytest.mark.parametrize("spans", [[], [(720, 540)], [(540, 720), (700, 900)], [(540, 560)], [(540, 1500)]])
def test_office_hours_that_make_no_sense_are_refused(he, spans):
    with pytest.raises(BadInput):
        actions.set_office_hours(spans=spans, start_on=clock.today(), by=he)


def test_the_year_page_costs_one_query(published, django_assert_num_queries):
    with django_assert_num_queries(1):
        year = queries.year_page(2026)

    assert len(year.months) == 12
    assert {row.on for row in year.make_ups} >= {dt.date(2026, 2, 14)}
