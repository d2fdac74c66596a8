"""What can be talked about: rooms above register their kinds, the thread asks back by kind and id."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from masthead.core.registry import Registry
from masthead.org.models import Member


@dataclass(frozen=True)
class Commentable:
    """`load(pk)` gives the thing or None. `readable(member, pks)` is the subset that the member may read, in one or two queries.

    `capability` narrows the picker's suggestions to those who hold it for one of the thing's `units`; what counts is `readable`.
    """

    kind: str
    load: Callable[[int], Any]
    readable: Callable[[Member, Collection[int]], set[int]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    units: Callable[[Any], Collection[int | None]]
    capability: str
    tickets: bool

    def may_read(self, member: Member, thing: Any) -> bool:
        """May this member read the thing, and so its thread?"""
        return member.is_active and thing.pk in self.readable(member, [thing.pk])

    @property
    def slug(self) -> str:
        """The kind as a word of an address."""
        return self.kind.replace(".", "_")


COMMENTABLE: Registry[Commentable] = Registry("collab.commentable")


def commentable(
    kind: str,
    *,
    model: type[Model],
    visible: Callable[[Member], QuerySet[Any]],
    title: Callable[[Any], str] = str,
    url: Callable[[Any], str] = lambda thing: str(thing.get_absolute_url()),
    units: Callable[[Any], Collection[int | None]] = lambda thing: [thing.unit_id],
    capability: str = "",
    tickets: bool = False,
) -> Commentable:
    """Register a kind (registrations.py only); its panel is `collab:comments_<kind with _>`.

    `visible(member)`: the rows that the member may read. `tickets`: technical tickets may name the kind.
    """

    def load(pk: int) -> Any:
        return model._base_manager.filter(pk=pk).first()

    def readable(member: Member, pks: Collection[int]) -> set[int]:
        return set(visible(member).filter(pk__in=pks).values_list("pk", flat=True))

    entry = Commentable(kind, load, readable, title, url, units, capability, tickets)
    return COMMENTABLE.add(kind, entry, depth=2)


CONCLUSION_GATES: Registry[Callable[[Any], None]] = Registry("collab.conclusion_gates")


def conclusion_gate(key: str, require: Callable[[Any], None]) -> Callable[[Any], None]:
    """Register what a room above demands before an experiment is concluded: `require(experiment)` raises what is missing."""
    return CONCLUSION_GATES.add(key, require, depth=2)
