"""What can be found, and by whom. Filled by the `registrations.py` of each room."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from masthead.core.registry import Registry


@dataclass(frozen=True)
class Document:
    """One thing as the index knows it. `unit_ids`, `account_group_ids` and `member_ids` say inside which scopes it lies."""

    pk: int
    title: str
    url: str
    text: str = ""
    note: str = ""
    at: dt.datetime | None = None
    unit_ids: Collection[int] = ()
    account_group_ids: Collection[int] = ()
    member_ids: Collection[int] = ()


@dataclass(frozen=True)
class Reach:
    """How far a member sees things of a kind: everything, some units and account groups, and what is the member's own."""

    everything: bool = False
    unit_ids: Collection[int] = field(default_factory=frozenset)
    account_group_ids: Collection[int] = field(default_factory=frozenset)
    member_id: int | None = None


@dataclass(frozen=True)
class Searchable:
    """`documents(pks)` builds the things that still exist (None = all, for a rebuild). `reach(member)` narrows the search before it
    runs; `readable(member, pks)` has the last word on what is shown, as rights may have changed since. `remade_by`: kinds of targets
    whose events make the whole kind stale (a new version of the rulebook replaces all its clauses).
    """

    kind: str
    label: str | Promise
    icon: str
    documents: Callable[[Collection[int] | None], Iterable[Document]]
    reach: Callable[[Any], Reach]
    readable: Callable[[Any, Collection[int]], set[int]]
    remade_by: Collection[str]
    order: int


SEARCHABLE: Registry[Searchable] = Registry("core.search")


def searchable(
    kind: str,
    *,
    label: str | Promise,
    icon: str,
    documents: Callable[[Collection[int] | None], Iterable[Document]],
    reach: Callable[[Any], Reach],
    readable: Callable[[Any, Collection[int]], set[int]],
    remade_by: Collection[str] = (),
    order: int = 50,
) -> Searchable:
    """Register a kind by its model label, e.g. "content.draft" (registrations.py only): the trail's targets have the same name."""
    return SEARCHABLE.add(kind, Searchable(kind, label, icon, documents, reach, readable, remade_by, order), depth=2)
