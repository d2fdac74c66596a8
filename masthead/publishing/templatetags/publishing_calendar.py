"""The chip of the calendar. A month shows hundreds: written here a page costs a tenth of what an included template costs."""

from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from masthead.core.templatetags.ui import icon
from masthead.publishing.queries import STATE_ICONS, Chip
from masthead.publishing.states import PublicationState

register = template.Library()
MOST_MARKS = 5


@register.simple_tag
def calendar_chip(chip: Chip, lane: int = 0) -> SafeString:
    """One content at one time, a mark for each account; in a lane of one account without the marks."""
    return mark_safe(_draw(chip, marks="" if lane else _marks(chip)))  # noqa: S308  every text is escaped below


def _draw(chip: Chip, *, marks: str) -> str:
    title, drag = escape(chip.title), ""
    if chip.move_pk:
        drag = f' draggable="true" data-move="{chip.move_pk}" data-at="{chip.day:%Y-%m-%d}T{chip.time}"'
    told = "；".join(chip.warnings)
    warn = (
        f'<span class="cal-chip__warn" title="{escape(told)}">{_warn_icon(get_language() or "")}</span>' if told else ""
    )
    head = f"{_icon(chip.state, get_language() or '')}<time>{chip.time}</time>{_part() if chip.mixed else ''}{warn}"
    hint = f"{chip.time} {title}" + (f" · {escape(told)}" if told else "")
    return (
        f'<a class="cal-chip chip--{chip.tone}" href="{chip.url}" title="{hint}"{drag}><span class="cal-chip__head">{head}'
        f'<span class="cal-chip__marks">{marks}</span></span><span class="cal-chip__title">{title}</span></a>'
    )


def _marks(chip: Chip) -> str:
    language = get_language() or ""
    shown = "".join(_mark(m.name, m.platform, m.state, language) for m in chip.marks[:MOST_MARKS])
    more = len(chip.marks) - MOST_MARKS
    return shown + (f'<abbr class="cal-chip__mark" title="{len(chip.marks)}">+{more}</abbr>' if more > 0 else "")


@lru_cache(maxsize=4096)
def _mark(name: str, platform: str, state: PublicationState, _language: str) -> str:
    words = f"{name} · {platform} · {state.label}"
    return f'<abbr class="cal-chip__mark" title="{escape(words)}">{escape(_letter(platform))}</abbr>'


def _letter(platform: str) -> str:
    """公, 服, 视, 微, 抖: four platforms begin with 微, so the family's name is left out."""
    return (platform.removeprefix("微信") or platform)[:1]


@lru_cache(maxsize=64)
def _icon(state: PublicationState, _language: str) -> str:
    return str(icon(STATE_ICONS[state], label=str(state.label)))


@lru_cache(maxsize=8)
def _warn_icon(_language: str) -> str:
    return str(icon("alert-triangle", label=_("提醒")))


def _part() -> str:
    return f"<small>{_('部分')}</small>"
