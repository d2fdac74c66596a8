"""Cards of the workbench 工作台: every room says what waits for a member there."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from masthead.core.registry import Registry


@dataclass(frozen=True)
class CardItem:
    """One line of a card. `state` is a chip key of ui.state_chip or ''."""

    title: str
    url: str
    sub: str = ""
    when: dt.datetime | None = None
    state: str = ""
    state_label: str = ""


@dataclass(frozen=True)
class Card:
    """What waits: `count` may exceed len(items); `kind` todo | schedule | figures decides the place on the page."""

    title: str | Promise
    count: int
    items: Sequence[CardItem]
    url: str = ""
    empty: str | Promise = ""
    kind: str = "todo"
    icon: str = ""
    figures: Sequence[tuple[str, str, str]] = field(default_factory=tuple)


@dataclass(frozen=True)
class CardSource:
    """`build(member)` runs ≤ 2 queries whatever the number of rows."""

    key: str
    build: Callable[[Any], Card | None]
    capability: str
    order: int


SOURCES: Registry[CardSource] = Registry("core.workbench")


def card(key: str, build: Callable[[Any], Card | None], *, capability: str = "", order: int = 50) -> CardSource:
    """Register a card (registrations.py only)."""
    return SOURCES.add(key, CardSource(key, build, capability, order), depth=2)


def cards_for(member: Any) -> list[Card]:
    """The member's cards in order; a source may return None to stay silent."""
    sources = sorted(SOURCES.values(), key=lambda s: s.order)
    built = (s.build(member) for s in sources if not s.capability or member.has_perm(s.capability))
    return [c for c in built if c is not None]
