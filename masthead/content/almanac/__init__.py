"""The almanac: which days of a year mean something, computed from data and rules; no database."""

from masthead.content.almanac.kinds import CATEGORY_ICONS, Category
from masthead.content.almanac.rules import dates_of
from masthead.content.almanac.years import Occasion, RestDay, lunar_text, occasion_by_key, occasions_of, official_days

__all__ = [
    "CATEGORY_ICONS",
    "Category",
    "Occasion",
    "RestDay",
    "dates_of",
    "lunar_text",
    "occasion_by_key",
    "occasions_of",
    "official_days",
]
