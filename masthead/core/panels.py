"""Panels: a page of a lower room shows what upper rooms know of the thing, without importing them.

An upper room registers `panel("content.draft", "publishing:draft_publications")`; the page says `{% panels "content.draft" draft.pk %}`.
Each panel loads lazily by its own URL, which checks its own capability. At most four panels a page.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

from masthead.core.registry import Registry

MOST_A_PAGE = 4


@dataclass(frozen=True)
class Panel:
    """`slot` names the page, `url_name` takes the thing's primary key as its only positional argument."""

    slot: str
    url_name: str
    title: str | Promise
    capability: str
    order: int


PANELS: Registry[Panel] = Registry("core.panels")


def panel(slot: str, url_name: str, *, title: str | Promise, capability: str = "", order: int = 50) -> Panel:
    """Register a panel for a slot (registrations.py only)."""
    if sum(p.slot == slot for p in PANELS.values()) >= MOST_A_PAGE:
        raise ValueError(f"slot «{slot}» has {MOST_A_PAGE} panels already: a page must stay light")
    return PANELS.add(f"{slot}:{url_name}", Panel(slot, url_name, title, capability, order), depth=2)


def panels_for(slot: str, user: object) -> list[Panel]:
    """Panels of a slot that the user may see, in order."""
    seen = [p for p in PANELS.values() if p.slot == slot and (not p.capability or user.has_perm(p.capability))]  # type: ignore[attr-defined]
    return sorted(seen, key=lambda p: p.order)
