"""The marketing calendar: dates are exact, own dates recur, a day becomes a topic once."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from icalendar import Calendar

from masthead.content import actions, almanac, queries
from masthead.content.almanac.years import written_days
from masthead.content.models import AlmanacEntry, AlmanacTopic
from masthead.content.testing import unit_of
from masthead.core.errors import BadInput, NotPermitted, RuleBroken
from masthead.org.models import CalendarDay, DayKind

NOON = dt.datetime(2026, 11, 27, 4, tzinfo=dt.UTC)
DATES = [
    ("lunar 01-01", 2026, "02-17"), ("lunar 01-01", 2027, "02-06"), ("lunar eve", 2026, "02-16"), ("lunar 05-05", 2026, "06-19"),
    ("lunar 08-15", 2026, "09-25"), ("lunar 08-15", 2025, "10-06"), ("lunar 09-09", 2026, "10-18"), ("lunar 12-08", 2026, "01-26"),
    ("term 清明", 2026, "04-05"), ("term 冬至", 2026, "12-22"), ("term 大雪", 2026, "12-07"), ("term 立春", 2027, "02-04"),
    ("05 2 sun", 2026, "05-10"), ("06 3 sun", 2026, "06-21"), ("11 4 thu+1", 2026, "11-27"), ("05 -1 mon", 2026, "05-25"),
    ("02-29", 2028, "02-29"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "year", "day"), DATES)
def test_a_rule_falls_on_its_exact_day(rule, year, day):
    assert [f"{on:%m-%d}" for on in almanac.dates_of(rule, year)] == [day]


def test_the_shipped_days_are_well_formed_and_sensitive_ones_say_what_not_to_do():
    rows = written_days()
    assert len({row["key"] for row in rows}) == len(rows) > 75
    for row in rows:
        assert any(almanac.dates_of(row["rule"], year) for year in range(2024, 2029)), row["key"]
        assert row.get("caution") or (row["category"] != "sensitive" and not row.get("strict")), row["key"]
    strict = {row["rule"] for row in rows if row.get("strict")}
    assert {"12-13", "09-30", "05-12", "09-18"} <= strict


def test_a_year_is_computed_once_and_has_all_solar_terms():
    assert almanac.occasions_of(2026) is almanac.occasions_of(2026)
    assert sum(one.category == "term" for day in almanac.occasions_of(2026).values() for one in day) == 24
    assert almanac.official_days(2027) is None


@pytest.mark.django_db
class TestDays:
    def test_holidays_come_from_the_business_calendar_and_from_the_published_notice_without_it(self):
        october = queries.almanac_days(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
        assert october[dt.date(2026, 10, 1)].off is True
        assert "国庆节放假" in october[dt.date(2026, 10, 1)].occasions[0].name
        assert [on.day for on, day in october.items() if day.off is False] == [10]

        CalendarDay.objects.create(on=dt.date(2026, 10, 9), kind=DayKind.REST, name="司庆放假", own=True)
        corrected = queries.almanac_days(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
        assert (corrected[dt.date(2026, 10, 9)].off, corrected[dt.date(2026, 10, 1)].off) == (True, True)

    def test_a_year_that_is_not_published_is_said_to_be_so(self, client_of, lin):
        page = client_of(lin).get(reverse("content:almanac"), {"view": "year", "on": "2027-03-01"}).content.decode()
        assert "尚未公布" in page
        assert "春分" in page

    def test_a_yearly_date_recurs_from_its_year_on(self, lin):
        actions.keep_entry(words=actions.EntryWords("成立纪念日", dt.date(2024, 2, 29), yearly=True), by=lin)

        def falls(year: int) -> list[str]:
            days = queries.almanac_days(dt.date(year, 1, 1), dt.date(year, 12, 31), kinds=["company"])
            return [f"{on:%m-%d}" for on, day in days.items() if day.occasions]

        assert [falls(y) for y in (2023, 2024, 2026, 2028)] == [[], ["02-29"], ["02-28"], ["02-29"]]

    def test_a_sensitive_date_needs_a_caution_and_a_right(self, lin, zhou):
        words = actions.EntryWords("滑坡纪念日", dt.date(2026, 8, 21), "sensitive")
        with pytest.raises(BadInput) as refused:
            actions.keep_entry(words=words, by=lin)
        assert "caution" in refused.value.fields
        with pytest.raises(NotPermitted):
            actions.keep_entry(words=actions.EntryWords("x", dt.date(2026, 8, 21)), by=zhou)
        assert not AlmanacEntry.objects.exists()

    def test_queries_do_not_grow_with_the_days(self, client_of, lin, django_assert_max_num_queries):
        client = client_of(lin)
        for number in range(30):
            actions.keep_entry(words=actions.EntryWords(f"日子{number}", dt.date(2026, 1, 1), yearly=True), by=lin)
        for view in ("month", "year", "list"):
            with django_assert_max_num_queries(15):
                assert client.get(reverse("content:almanac"), {"view": view}).status_code == 200


@pytest.mark.django_db
class TestTopics:
    @pytest.fixture(autouse=True)
    def noon(self):
        with time_machine.travel(NOON, tick=False):
            yield

    def test_a_day_becomes_a_topic_with_its_date_once(self, client_of, lin):
        client, form = client_of(lin), {"key": "term-冬至", "on": "2026-12-22", "unit": unit_of(lin).pk}

        first, again = (
            client.post(reverse("content:almanac_topic"), form),
            client.post(reverse("content:almanac_topic"), form),
        )

        made = AlmanacTopic.objects.get().topic
        assert first["Location"] == reverse("content:topic_edit", args=[made.pk])
        assert (made.source, f"{made.planned_on}", again.status_code) == ("calendar", "2026-12-22", 422)

    def test_a_day_gone_by_makes_no_topic(self, lin):
        with pytest.raises(RuleBroken, match="已经过去"):
            actions.make_topic_of_day(key="term-小雪", on=dt.date(2026, 11, 22), unit=unit_of(lin), by=lin)

    def test_the_countdown_says_when_to_begin(self):
        ahead = {u.occasion.key: u for u in queries.upcoming(dt.date(2026, 11, 27), 30)}
        twelve, nanjing = ahead["double12"], ahead["nanjing"]
        assert (twelve.countdown, twelve.advice, twelve.due) == ("还有 15 天", "建议 21 天前开始准备", True)
        assert (nanjing.due, nanjing.occasion.strict) == (False, True)

    def test_the_calendar_file_is_read_by_other_programmes(self, client_of, lin):
        actions.keep_entry(
            words=actions.EntryWords("年会\r\nBEGIN:VALARM", dt.date(2026, 12, 20), caution="不发促销"), by=lin
        )

        answer = client_of(lin).get(reverse("content:almanac_ics"), {"kind": "company"})

        book = Calendar.from_ical(answer.content)
        (event,) = book.walk("VEVENT")
        assert (f"{event['DTSTART'].dt}", "不发促销" in str(event["DESCRIPTION"])) == ("2026-12-20", True)
        assert not book.walk("VALARM")
        assert answer["Content-Type"].startswith("text/calendar")


@pytest.mark.django_db
def test_a_table_of_dates_is_shown_first_and_taken_in_only_when_confirmed(client_of, lin):
    lines = (
        "名称,日期,类别,每年,提前天数,注意事项", "成立纪念日,1998-04-18,公司日期,是,30,", "年会,2027-13-40,,,,", "滑坡纪念日,2019/8/21,敏感日期,是,0,",
        "成立纪念日,1998年4月18日,,是,,",
    )  # fmt: skip
    text = "\n".join(lines)
    client = client_of(lin)
    shown = client.post(
        reverse("content:dates_import"), {"file": SimpleUploadedFile("dates.csv", text.encode())}, follow=True
    )
    one = shown.context["one"]
    assert ([r["line"] for r in one.good], [r["line"] for r in one.wrong]) == ([2], [3, 4, 5])
    assert not AlmanacEntry.objects.exists()

    client.post(reverse("content:planning_import_take", args=[one.pk]))
    assert [e.name for e in AlmanacEntry.objects.all()] == ["成立纪念日"]
    assert client.post(reverse("content:planning_import_take", args=[one.pk])).status_code == 409
