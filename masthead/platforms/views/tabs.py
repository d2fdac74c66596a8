"""The three views of the room's pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(current: str) -> list[dict[str, Any]]:
    """Catalogue, limits, selection."""
    names = (("catalogue", _("平台目录")), ("limits", _("平台限制")), ("selection", _("平台选型")))
    return [{"label": label, "href": reverse(f"platforms:{name}"), "current": name == current} for name, label in names]
