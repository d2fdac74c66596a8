"""How numbers, moments, states and icons are written."""

import datetime as dt
import re
from pathlib import Path

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory

from masthead.core import clock, figures, tones
from masthead.core.paging import Page
from masthead.core.widgets import DayInput

HOUSE = Path(__file__).resolve().parents[2]
ICONS = {line.strip() for line in (HOUSE / "core/assets/icons.txt").read_text().splitlines() if line and line[0] != "#"}
MONDAY = clock.at_china(dt.date(2026, 11, 23), 9, 30)


def drawn(template: str, **values):
    return Template("{% load ui %}" + template).render(Context(values))


@time_machine.travel(MONDAY, tick=False)
def test_a_moment_of_this_year_is_written_without_the_year():
    assert ">11月23日 周一 09:30<" in drawn("{{ at|cn_datetime }}", at=MONDAY)
    assert ">2025年1月2日 周四 00:00<" in drawn("{{ at|cn_datetime }}", at=clock.at_china(dt.date(2025, 1, 2)))


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "刚刚"),
        (3, "3分钟前"),
        (125, "2小时前"),
        (60 * 50, "2天前"),
        (-30, "30分钟后"),
        (60 * 24 * 9, "11月14日 周六"),
    ],
)
def test_a_recent_moment_is_told_as_time_passed_with_the_exact_one_on_hover(minutes, words):
    html = drawn("{{ at|reltime }}", at=MONDAY - dt.timedelta(minutes=minutes))

    assert f">{words}<" in html
    assert 'title="11月' in html


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize(("minutes", "words"), [(0, "不到1分钟"), (3, "3分钟"), (60 * 50, "2天"), (60 * 24 * 9, "9天")])
def test_a_wait_is_told_as_a_length_and_not_as_a_moment(minutes, words):
    assert f">{words}<" in drawn("{{ at|waited }}", at=MONDAY - dt.timedelta(minutes=minutes))


@pytest.mark.parametrize(("number", "words"), [(9820, "9,820"), (12000, "1.2万"), (342_100_000, "3.4亿"), (0, "0")])
def test_large_figures_are_shortened_in_wan_and_yi(number, words):
    assert figures.short_text(number, "zh-hans") == words


def test_english_readers_get_their_own_thousands():
    assert figures.short_text(12_300, "en") == "12.3K"
    assert figures.short_text(4_500_000, "en") == "4.5M"


def test_the_full_figure_is_on_hover():
    assert 'title="128,430"' in drawn("{{ n|wan }}", n=128_430)


def test_a_share_is_100_percent_only_when_it_is_all_of_them():
    assert figures.percent_text(9999, 10_000) == "99.9" or figures.percent_text(9999, 10_000) == "100"
    assert figures.percent_text(99_999, 100_000) == "99.9"
    assert figures.percent_text(1, 100_000) == "0.1"
    assert figures.percent_text(41, 48) == "85.4"


def test_a_share_of_nothing_is_a_dash():
    assert "—" in drawn("{{ 0|percent:0 }}")


@pytest.mark.parametrize(("seconds", "words"), [(40, "40秒"), (7512, "2小时5分"), (266_400, "3天2小时"), (0, "0秒")])
def test_a_duration_is_told_in_its_two_largest_parts(seconds, words):
    assert figures.duration_text(seconds) == words


def test_a_state_has_one_colour_and_always_its_word():
    html = drawn("{{ state|state_chip }}", state="in_review")

    assert "chip--amber" in html
    assert "待审" in html


def test_an_unknown_state_is_grey_and_named():
    assert tones.tone_of("weird") == "grey"
    assert "weird" in drawn("{{ state|state_chip }}", state="weird")


def test_a_name_has_two_characters_in_its_avatar():
    assert "知夏" in drawn('{% include "ui/avatar.html" with name="林知夏" only %}')
    assert "AL" in drawn('{% include "ui/avatar.html" with name="Anna Li" only %}')


def test_an_icon_without_a_label_is_hidden_from_readers():
    assert 'aria-hidden="true"' in drawn('{% icon "send" %}')
    assert 'aria-label="发送"' in drawn('{% icon "send" label="发送" %}')


def test_the_token_reaches_a_component_that_sees_only_its_arguments():
    request = RequestFactory().get("/")
    from django.template import RequestContext

    html = Template('{% include "ui/confirm.html" with id="x" title="t" text="t" action="/" label="l" only %}').render(
        RequestContext(request)
    )

    assert re.search(r'name="csrfmiddlewaretoken" value="\w{20,}"', html)


def test_the_pager_keeps_the_filters():
    from django.template import RequestContext

    request = RequestFactory().get("/?state=draft&cursor=old")
    html = Template('{% include "ui/pager.html" with page=page only %}').render(
        RequestContext(request, {"page": Page([], next="abc")})
    )

    assert 'href="?state=draft&amp;cursor=abc"' in html
    assert "上一页" not in html


def test_a_date_input_is_written_as_browsers_read_it():
    assert 'value="2026-11-23"' in DayInput().render("on", dt.date(2026, 11, 23))


def test_every_icon_that_a_template_names_is_in_the_list():
    wanted = {
        name
        for template in HOUSE.rglob("*.html")
        for name in re.findall(r'(?:\{% icon |icon=)"([a-z0-9-]+)"', template.read_text())
    }

    assert wanted <= ICONS, f"add to masthead/core/assets/icons.txt: {sorted(wanted - ICONS)}"


@time_machine.travel(MONDAY, tick=False)
def test_an_agenda_tells_the_hour_of_today_and_the_day_of_others():
    assert ">09:30<" in drawn("{{ at|agenda_time }}", at=MONDAY)
    assert ">11月22日<" in drawn("{{ at|agenda_time }}", at=MONDAY - dt.timedelta(days=1))
