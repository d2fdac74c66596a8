"""Where rooms add points to the agenda of a planning meeting: each source finds what should be talked about, the meeting keeps it."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from masthead.core.registry import Registry
from masthead.org.models import Member, Unit


@dataclass(frozen=True)
class AgendaPoint:
    """One thing to talk about. `kind` and `pk` name it, so that it comes on an agenda once; `topic_id` when it is a topic."""

    title: str
    kind: str
    pk: int
    note: str = ""
    url: str = ""
    topic_id: int | None = None


@dataclass(frozen=True)
class Occasion:
    """For which meeting points are sought: its department, its day, and who called it (points stay in their scope)."""

    unit: Unit
    day: dt.date
    organiser: Member


@dataclass(frozen=True)
class AgendaSource:
    key: str
    label: str | Promise
    find: Callable[[Occasion], Iterable[AgendaPoint]]
    order: int


SOURCES: Registry[AgendaSource] = Registry("content.agenda_sources")


def agenda_source(
    key: str, label: str | Promise, find: Callable[[Occasion], Iterable[AgendaPoint]], *, order: int = 50
) -> AgendaSource:
    """Register a source of agenda points (registrations.py only); `find` reads, and gives at most a screenful."""
    return SOURCES.add(key, AgendaSource(key, label, find, order), depth=2)
