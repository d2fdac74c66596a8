"""Where further parts of the engine's page are declared: each brings its own template and its own figures."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from masthead.core.registry import Registry


@dataclass(frozen=True)
class EnginePanel:
    """A card of the engine's page. `facts(now)` is what its template calls `facts`; `above` puts it before the figures."""

    key: str
    template: str
    facts: Callable[[dt.datetime], Any]
    order: int
    above: bool


ENGINE_PANELS: Registry[EnginePanel] = Registry("publishing.engine_panels")


def engine_panel(
    key: str, *, template: str, facts: Callable[[dt.datetime], Any], order: int = 50, above: bool = False
) -> EnginePanel:
    """Declare a card (registrations.py only). A template that has nothing to say renders nothing."""
    return ENGINE_PANELS.add(key, EnginePanel(key, template, facts, order, above), depth=2)


def panels_with_facts(now: dt.datetime, *, above: bool) -> list[tuple[str, Any]]:
    """[(template, facts)] in order."""
    chosen = sorted((p for p in ENGINE_PANELS.values() if p.above == above), key=lambda p: (p.order, p.key))
    return [(p.template, p.facts(now)) for p in chosen]
