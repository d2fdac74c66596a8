"""How numbers, sizes and moments are written for people."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from masthead.core import clock

# Lazy, so that a date looks up its own words and not those of the whole year: a list shows fifty dates.
MONTHS = (
    gettext_lazy("1月"), gettext_lazy("2月"), gettext_lazy("3月"), gettext_lazy("4月"), gettext_lazy("5月"), gettext_lazy("6月"),
    gettext_lazy("7月"), gettext_lazy("8月"), gettext_lazy("9月"), gettext_lazy("10月"), gettext_lazy("11月"), gettext_lazy("12月"),
)  # fmt: skip
WEEKDAYS = (
    gettext_lazy("周一"), gettext_lazy("周二"), gettext_lazy("周三"), gettext_lazy("周四"), gettext_lazy("周五"), gettext_lazy("周六"),
    gettext_lazy("周日"),
)  # fmt: skip


def day_text(day: dt.date) -> str:
    """11月23日 周一; with the year when it is not this one."""
    values = {"year": day.year, "month": month_text(day.month), "day": day.day, "weekday": weekday_text(day)}
    if day.year == clock.today().year:
        return _("%(month)s%(day)d日 %(weekday)s") % values
    return _("%(year)d年%(month)s%(day)d日 %(weekday)s") % values


def short_day_text(day: dt.date) -> str:
    """11月23日."""
    return _("%(month)s%(day)d日") % {"month": month_text(day.month), "day": day.day}


def month_text(month: int) -> str:
    """11月, and Nov elsewhere: 23/11 would be read differently on either side of an ocean."""
    return str(MONTHS[month - 1])


def year_month_text(day: dt.date) -> str:
    """2026年11月."""
    return _("%(year)d年%(month)s") % {"year": day.year, "month": month_text(day.month)}


def weekday_text(day: dt.date) -> str:
    """周一."""
    return str(WEEKDAYS[day.weekday()])


def moment_text(moment: dt.datetime) -> str:
    """11月23日 周一 09:30."""
    return f"{day_text(moment.date())} {moment:%H:%M}"


def ago_text(moment: dt.datetime, now: dt.datetime) -> str:
    """How long ago, or how far ahead; beyond a week the day itself."""
    seconds = int((now - moment).total_seconds())
    size = abs(seconds)
    if size < 60:
        return _("刚刚")
    if size >= 7 * 86400:
        return day_text(clock.china(moment).date())
    span = _span(size)
    return _("%(span)s前") % {"span": span} if seconds > 0 else _("%(span)s后") % {"span": span}


def wait_text(moment: dt.datetime, now: dt.datetime) -> str:
    """How long something has waited, without a direction: 4分钟, 2天."""
    seconds = int((now - moment).total_seconds())
    return _("不到1分钟") if seconds < 60 else _span(seconds)


def _span(seconds: int) -> str:
    if seconds < 3600:
        return ngettext("%(n)d分钟", "%(n)d分钟", seconds // 60) % {"n": seconds // 60}
    if seconds < 86400:
        return ngettext("%(n)d小时", "%(n)d小时", seconds // 3600) % {"n": seconds // 3600}
    return ngettext("%(n)d天", "%(n)d天", seconds // 86400) % {"n": seconds // 86400}


def duration_text(seconds: int) -> str:
    """The two largest parts: 2 小时 5 分, 3 天 4 小时, 40 秒."""
    days, rest = divmod(max(seconds, 0), 86400)
    hours, rest = divmod(rest, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(days, _("%d天")), (hours, _("%d小时")), (minutes, _("%d分")), (left, _("%d秒"))]
    while len(parts) > 1 and parts[0][0] == 0:
        parts.pop(0)
    return "".join(words % number for number, words in parts[:2] if number) or parts[0][1] % parts[0][0]


def short_text(value: float, language: str) -> str:
    """1.2万 and 3.4亿 in Chinese, 12.3K and 4.5M elsewhere; below ten thousand the full figure."""
    steps = ((1e8, "亿"), (1e4, "万")) if language.startswith("zh") else ((1e9, "B"), (1e6, "M"), (1e4, "K"))
    for size, sign in steps:
        if abs(value) >= size:
            unit = 1e3 if sign == "K" else size
            return f"{value / unit:.1f}".removesuffix(".0") + sign
    return f"{int(value):,}" if value == int(value) else f"{value:,.1f}"


def percent_text(numerator: float, denominator: float) -> str:
    """One decimal; 100 only when it is all of them, 0 only when it is none."""
    share = numerator / denominator * 100
    rounded = round(share, 1)
    if rounded == 100 and numerator < denominator:
        rounded = 99.9
    if rounded == 0 and numerator > 0:
        rounded = 0.1
    return f"{rounded:.1f}".removesuffix(".0")


def size_text(size: int) -> str:
    """3.2 MB."""
    value = float(size)
    for unit in ("B", "KB", "MB"):
        if value < 1024:
            return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} GB"
