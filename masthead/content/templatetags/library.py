"""How materials look in a line: facts, rights, where their small picture is. `{% load library %}`."""

import re
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from masthead.content import queries
from masthead.content.models import Material, MaterialKind
from masthead.content.queries.library_pages import ICONS

register = template.Library()
SEEN = (MaterialKind.PICTURE, MaterialKind.VIDEO)


@register.filter
def thumb_url(material: Material) -> str:
    """Address of the small picture, '' where there is nothing to see."""
    if material.kind not in SEEN or material.version_id is None:
        return ""
    return reverse("content:material_picture", args=[material.version_id, "thumb"])


@register.filter
def media_icon(material: Material) -> str:
    """The icon of a kind."""
    return ICONS[material.kind]


@register.filter
def media_facts(material: Material) -> str:
    """1080×608 · 1.2 MB."""
    facts = queries.short_facts(material.kind, material.version.facts) if material.version else ""
    return re.sub(r"(?<=\d) (?=[KMG]?B\b)", "\u00a0", facts)


@register.filter
def rights_chip(material: Material) -> SafeString:
    """A chip when something about the rights must be known; '' when all is in order."""
    word = queries.rights_word(material)
    return format_html('<span class="chip chip--{}">{}</span>', word.tone, word.label) if word else mark_safe("")


@register.filter
def ai_chip(material: Material) -> SafeString:
    """A chip when AI had a part in it."""
    if material.ai == "none":
        return mark_safe("")
    return format_html('<span class="chip chip--violet">{}</span>', material.get_ai_display())


@register.filter
def tab_of(issues: list[Any]) -> str:
    """The tone of a platform's answer."""
    return "red" if any(i.block for i in issues) else "amber" if issues else "green"


@register.filter
def verdict_word(issues: list[Any]) -> str:
    """The platform's answer in one word."""
    return _("不接受") if any(i.block for i in issues) else _("有建议") if issues else _("符合")
