"""Words of the register's pages: the tone of a score, money of a certification, days of a calendar."""

import datetime as dt

from django import template

from masthead.accounts.sections import band_of
from masthead.core import figures

register = template.Library()


@register.filter
def band(score: int) -> str:
    """green | amber | red."""
    return band_of(score)


@register.filter
def year_month(day: dt.date) -> str:
    """2026年11月."""
    return figures.year_month_text(day)


@register.filter
def short_day(day: dt.date) -> str:
    """11月23日."""
    return figures.short_day_text(day)


@register.filter
def yuan(fen: int) -> str:
    """Fen as yuan, without cents when there are none."""
    whole, rest = divmod(fen, 100)
    return f"¥{whole:,}" + (f".{rest:02d}" if rest else "")
