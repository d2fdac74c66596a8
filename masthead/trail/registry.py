"""What the trail knows by name: events (wording, clause), guards and probes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from masthead.core.registry import Registry


@dataclass(frozen=True)
class EventKind:
    """`label` reads as a predicate after the actor's name: 「林知夏 提交了审核」."""

    name: str
    label: str | Promise
    clause: str
    icon: str


@dataclass(frozen=True)
class Guard:
    """One action that refuses by the rulebook and leaves its refusals on the trail. `events`: what it records when it succeeds."""

    key: str
    clause: str
    title: str
    events: tuple[str, ...] = ()


EVENTS: Registry[EventKind] = Registry("trail.events")
GUARDS: Registry[Guard] = Registry("trail.guards")


def register_events(names: type[StrEnum], labels: Mapping[str, tuple[str | Promise, str, str]]) -> None:
    """Give every name of an `events.py` its wording: {name: (label, clause, icon)}; a missing or an extra one raises ValueError."""
    wanted, given = {str(n) for n in names}, {str(n) for n in labels}
    if wanted != given:
        raise ValueError(
            f"{names.__module__}: wording missing for {sorted(wanted - given)}, unknown {sorted(given - wanted)}"
        )
    for name, (label, clause, icon) in labels.items():
        EVENTS.add(str(name), EventKind(str(name), label, clause, icon), depth=2)
