"""Tags and filters of the interface: icons, ids, times, figures, states. `{% load ui %}`."""

import datetime as dt
import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.db.models import Model
from django.forms import BoundField
from django.middleware.csrf import get_token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from masthead.core import clock, figures, tones

register = template.Library()
ICON_LIST = Path(__file__).resolve().parent.parent / "assets" / "icons.txt"
EMPTY = mark_safe('<span class="muted">—</span>')


@lru_cache(maxsize=1)
def sprite() -> str:
    """Address of the sprite; the number changes with the list of icons, so that browsers never keep an old one."""
    return f"{static('icons.svg')}?{zlib.crc32(ICON_LIST.read_bytes()):x}"


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of icons.txt. Without `label` it is decoration and hidden from readers."""
    return _drawing(name, str(label), css)


@lru_cache(maxsize=1024)
def _drawing(name: str, label: str, css: str) -> SafeString:
    """A page has dozens of icons, the house a few hundred: each is written once."""
    reader = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon {}" {}><use href="{}#{}"/></svg>', css, reader, sprite(), name)


@register.simple_tag
def dom_id(thing: Model, part: str = "") -> str:
    """`draft-12-status`: the id of a part of a thing on the page."""
    plain = f"{thing._meta.model_name}-{thing.pk}"
    return f"{plain}-{part}" if part else plain


@register.simple_tag(takes_context=True)
def csrf_field(context: Context) -> SafeString:
    """The hidden token, also inside `{% include … only %}`, where Django's own tag finds none."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return mark_safe("")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


@register.simple_tag(takes_context=True)
def csrf_headers(context: Context) -> str:
    """JSON for `hx-headers:inherited` on the body."""
    request = getattr(context, "request", None) or context.get("request")
    return json.dumps({"X-CSRFToken": get_token(request)}) if request else "{}"


@register.simple_tag
def js_words() -> SafeString:
    """The few sentences that scripts say, in the reader's language."""
    return _words_in(get_language() or "")


@lru_cache(maxsize=8)
def _words_in(_language: str) -> SafeString:
    words = {
        "network": _("网络不通，刚才的操作没有完成。请检查网络后再试。"),
        "copied": _("已复制"),
        "copy_failed": _("浏览器不允许复制，请手动选择文字。"),
        "reason": _("还需写 {count} 个字。"),
        "now": _("刚刚"),
        "left": _("还剩 {span}"),
        "over": _("已超时 {span}"),
        "days": _("{d} 天 {h} 小时"),
        "hours": _("{h} 小时 {m} 分"),
        "minutes": _("{m} 分"),
        "seconds": _("{s} 秒"),
    }
    plain = (
        json.dumps(words, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    )
    return mark_safe(f'<script id="words" type="application/json">{plain}</script>')  # noqa: S308  our own words, escaped above


def _moment(value: dt.datetime) -> dt.datetime:
    return clock.china(value) if value.tzinfo else value.replace(tzinfo=clock.CHINA)


@register.filter
def cn_datetime(value: dt.datetime | None) -> SafeString:
    """11月23日 周一 09:30; the year only when it is not this one."""
    if not isinstance(value, dt.datetime):
        return EMPTY
    moment = _moment(value)
    return format_html(
        '<time datetime="{}">{}</time>', moment.isoformat(timespec="seconds"), figures.moment_text(moment)
    )


@register.filter
def cn_date(value: dt.date | None) -> SafeString:
    """11月23日 周一."""
    if not isinstance(value, dt.date):
        return EMPTY
    day = _moment(value).date() if isinstance(value, dt.datetime) else value
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), figures.day_text(day))


@register.filter
def cn_short_date(value: dt.date | None) -> SafeString:
    """11月23日, for a day that comes every year."""
    if not isinstance(value, dt.date):
        return EMPTY
    return format_html('<time datetime="{}">{}</time>', f"{value:%m-%d}", figures.short_day_text(value))


@register.filter
def cn_time(value: dt.datetime | None) -> SafeString:
    """09:30."""
    if not isinstance(value, dt.datetime):
        return EMPTY
    moment = _moment(value)
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(timespec="seconds"), f"{moment:%H:%M}")


def _told(moment: dt.datetime, words: str, mark: str = "") -> SafeString:
    """A moment in other words, the whole of it on hover; `mark` = trusted attributes."""
    return format_html(
        '<time{} datetime="{}" title="{}">{}</time>',
        mark_safe(mark),  # noqa: S308  written in this file only
        moment.isoformat(timespec="seconds"),
        figures.moment_text(moment),
        words,
    )


@register.filter
def narrows(form: Any) -> bool:
    """Does a bar of filters leave anything out? Only then is there something to clear."""
    return form.is_bound and any(field.value() not in {None, "", field.initial} for field in form)


@register.filter
def agenda_time(value: dt.datetime | None) -> SafeString:
    """09:30 when it is today, else 11月23日; the whole moment on hover."""
    if not isinstance(value, dt.datetime):
        return EMPTY
    moment = _moment(value)
    short = f"{moment:%H:%M}" if moment.date() == clock.today() else figures.short_day_text(moment.date())
    return _told(moment, short)


@register.filter
def reltime(value: dt.datetime | None) -> SafeString:
    """3分钟前, the exact moment on hover; kept true by a behaviour. Beyond a week the date itself."""
    if not isinstance(value, dt.datetime):
        return EMPTY
    moment = _moment(value)
    return _told(moment, figures.ago_text(moment, clock.now()), ' data-behaviour="reltime" class="nowrap"')


@register.filter
def waited(value: dt.datetime | None) -> SafeString:
    """4分钟, 2天: how long something has waited, the exact moment on hover."""
    if not isinstance(value, dt.datetime):
        return EMPTY
    moment = _moment(value)
    return _told(moment, figures.wait_text(moment, clock.now()), ' class="nowrap"')


@register.filter
def wan(value: float | str | None) -> SafeString:
    """1.2万, 3.4亿 with the full figure on hover; English gets its own thousands."""
    if value is None or isinstance(value, str):
        return EMPTY
    full = f"{value:,}"
    short = figures.short_text(float(value), get_language() or "")
    return (
        format_html('<span title="{}">{}</span>', full, short)
        if short != full
        else format_html("<span>{}</span>", full)
    )


@register.filter
def grouped(value: float | str | None) -> str:
    """1,284 in full."""
    return "—" if value is None or isinstance(value, str) else f"{value:,}"


@register.filter
def percent(numerator: float | None, denominator: float | None) -> SafeString:
    """83.3% of numerator and denominator, both on hover; — when there is nothing to divide by."""
    if numerator is None or not denominator:
        return EMPTY
    return format_html(
        '<span title="{} / {}">{}%</span>',
        f"{numerator:,}",
        f"{denominator:,}",
        figures.percent_text(numerator, denominator),
    )


@register.filter
def duration(seconds: float | None) -> str:
    """2 小时 5 分."""
    return "—" if seconds is None else figures.duration_text(int(seconds))


@register.filter
def filesize_cn(size: int | None) -> str:
    """3.2 MB."""
    return "—" if size is None else figures.size_text(size)


@register.filter
def initials(name: str) -> str:
    """The last two characters of a Chinese name, the first letters of another."""
    plain = str(name).strip()
    if plain.isascii():
        return "".join(part[0] for part in plain.split()[:2]).upper() or "?"
    return plain[-2:]


@register.filter
def state_chip(value: Any) -> SafeString:
    """The chip of a state: of an object with `.state`, of a TextChoices member, or of a state's code."""
    code, label = tones.code_and_label(value)
    return format_html('<span class="chip chip--{}">{}</span>', tones.tone_of(code), label)


@register.filter
def item(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """mapping[key] or ''."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def widget_kind(field: BoundField) -> str:
    """How a field is laid out: check, choices, file, or field."""
    widget = type(field.field.widget).__name__
    kinds = {"CheckboxInput": "check", "CheckboxSelectMultiple": "choices", "RadioSelect": "choices"}
    return kinds.get(widget, "field")


@register.simple_tag
def state_word(code: str) -> SafeString:
    """The chip of a state's code in the common words of `core.tones`."""
    tone, label = tones.TONES[code]
    return format_html('<span class="chip chip--{}">{}</span>', tone, label)
