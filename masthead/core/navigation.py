"""Entries of the side bar, registered by each room, grouped by chapter; a member sees only rooms that they may enter."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.core.registry import Registry

CHAPTERS: dict[str, tuple[str | Promise, str]] = {
    "content": (_("内容"), "edit"),
    "accounts": (_("账号"), "id-badge-2"),
    "engagement": (_("互动"), "messages"),
    "plans": (_("计划"), "target-arrow"),
    "budget": (_("预算"), "coin-yuan"),
    "data": (_("数据"), "chart-bar"),
    "evaluation": (_("评估"), "award"),
    "risk": (_("风险"), "alert-triangle"),
    "people": (_("人才"), "school"),
    "rulebook": (_("制度"), "book"),
    "settings": (_("设置"), "settings"),
}

# Parts of a long chapter, in their order; entries without one stand together.
SECTIONS = ("", "own", "people", "engines", "links", "system")


@dataclass(frozen=True)
class NavEntry:
    """One link. `capability` '' means every member; `counter` names a kept counter shown as a badge."""

    key: str
    chapter: str
    label: str | Promise
    url_name: str
    capability: str = ""
    counter: str = ""
    order: int = 50
    phone: bool = False
    section: str = ""


@dataclass(frozen=True)
class NavGroup:
    key: str
    label: str | Promise
    icon: str
    entries: list[NavEntry]


ENTRIES: Registry[NavEntry] = Registry("core.navigation")


def entry(
    key: str,
    *,
    chapter: str,
    label: str | Promise,
    url_name: str,
    capability: str = "",
    counter: str = "",
    order: int = 50,
    phone: bool = False,
    section: str = "",
) -> NavEntry:
    """Register a side bar link (registrations.py only). `url_name` takes no arguments. `section`: see SECTIONS."""
    if chapter not in CHAPTERS:
        raise ValueError(f"unknown chapter «{chapter}»; known: {', '.join(CHAPTERS)}")
    if section not in SECTIONS:
        raise ValueError(f"unknown section «{section}»; known: {', '.join(SECTIONS)}")
    return ENTRIES.add(
        key, NavEntry(key, chapter, label, url_name, capability, counter, order, phone, section), depth=2
    )


def _place(item: NavEntry) -> tuple[int, int]:
    return SECTIONS.index(item.section), item.order


def groups_for(user: Any) -> list[NavGroup]:
    """The chapters that `user` may enter, in the rulebook's order, empty ones left out. No query beyond the cached capabilities."""
    allowed = [e for e in ENTRIES.values() if not e.capability or user.has_perm(e.capability)]
    groups = []
    for key, (label, icon) in CHAPTERS.items():
        entries = sorted((e for e in allowed if e.chapter == key), key=_place)
        if entries:
            groups.append(NavGroup(key, label, icon, entries))
    return groups


def phone_entries_for(user: Any) -> list[NavEntry]:
    """Entries that are first-class on a phone."""
    return [e for g in groups_for(user) for e in g.entries if e.phone]


def href(item: NavEntry) -> str:
    """Address of an entry."""
    return reverse(item.url_name)


@dataclass(frozen=True)
class Deed:
    """Something to begin from anywhere: the search finds it by its words. `url_name` takes no arguments."""

    key: str
    label: str | Promise
    url_name: str
    capability: str
    icon: str


DEEDS: Registry[Deed] = Registry("core.deeds")


def deed(key: str, *, label: str | Promise, url_name: str, capability: str = "", icon: str = "plus") -> Deed:
    """Register a deed (registrations.py only)."""
    return DEEDS.add(key, Deed(key, label, url_name, capability, icon), depth=2)


def deeds_for(user: Any, words: str = "") -> list[Deed]:
    """Deeds that the member may begin, those whose label holds the words."""
    wanted = words.lower()
    return [
        d
        for d in DEEDS.values()
        if (not d.capability or user.has_perm(d.capability)) and wanted in str(d.label).lower()
    ]


def entries_for(user: Any, words: str) -> list[NavEntry]:
    """Rooms whose name holds the words, of those that the member may enter."""
    wanted = words.lower()
    return [e for g in groups_for(user) for e in g.entries if wanted in f"{e.label} {g.label}".lower()]
