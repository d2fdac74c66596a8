"""Looks of an article: rules laid over the house style, always inline in the end. '' = the house style alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Theme:
    name: str | Promise
    colour: str  # of the swatch in the editor
    sheet: str


def _sheet(ink: str, soft: str, heading: str) -> str:
    """Headings, quotes, tables and links in the colours of a theme."""
    return f"""
h1, h2 {{ color: {ink}; {heading} }}
h3, h4 {{ color: {ink}; }}
blockquote {{ border-left: 3px solid {ink}; background-color: {soft}; color: #4a4a4a; border-radius: 0 6px 6px 0; }}
th {{ background-color: {soft}; color: {ink}; }}
td, th {{ border-color: #d9d9d9; }}
a {{ color: {ink}; }}
hr {{ border-top: 1px solid {ink}; width: 36%; margin: 2em auto; }}
"""


THEMES: dict[str, Theme] = {
    "tea": Theme(_("茶山"), "#1c6b3f", _sheet("#1c6b3f", "#eef5f0", "border-left: 4px solid #1c6b3f; padding-left: 10px;")),
    "seal": Theme(
        _("朱砂"), "#b93a26", _sheet("#b93a26", "#fbf1ef", "border-bottom: 2px solid #b93a26; padding-bottom: 6px; text-align: center;")
    ),
    "ink": Theme(
        _("墨白"), "#2b2b2b",
        _sheet("#2b2b2b", "#f4f4f2", "letter-spacing: 2px; text-align: center;") + "section.article { line-height: 1.9; } p { margin-bottom: 1.3em; }",
    ),
    "indigo": Theme(
        _("靛青"), "#2f4a9a",
        _sheet("#2f4a9a", "#eef1f9", "background-color: #2f4a9a; color: #ffffff; padding: 4px 12px; border-radius: 4px; display: inline-block;"),
    ),
}  # fmt: skip
