"""The chip of the calendar. A month shows hundreds: written here a page costs a tenth of what an included template costs."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from masthead.core.templatetags.ui import icon
from masthead.publishing.queries import Chip

register = template.Library()


@register.simple_tag
def calendar_chip(chip: Chip) -> SafeString:
    """One content at one time, a mark for each account."""
    if not chip.drawn:
        chip.drawn = _draw(chip)
    return mark_safe(chip.drawn)  # noqa: S308  drawn by format_html


def _draw(chip: Chip) -> SafeString:
    words = {mark.state: str(mark.state.label) for mark in chip.marks}  # the chip's own state is the worst of them
    marks = format_html_join(
        "",
        '<abbr class="cal-chip__mark" title="{} · {} · {}">{}</abbr>',
        ((mark.name, mark.platform, words[mark.state], mark.platform[:1]) for mark in chip.marks),
    )
    return format_html(
        '<a class="cal-chip chip--{}" href="{}" title="{} {}"><span class="cal-chip__head">{}<time datetime="{}">{}</time>{}'
        '<span class="cal-chip__marks">{}</span></span><span class="cal-chip__title">{}</span></a>',
        chip.tone,
        chip.url,
        chip.time,
        chip.title,
        icon(chip.icon, label=words[chip.state]),
        chip.at.isoformat(timespec="seconds"),
        chip.time,
        format_html("<small>{}</small>", _("部分")) if chip.mixed else "",
        marks,
        chip.title,
    )
