"""Whose secrets these are and who keeps them: the vault knows no accounts, so the rooms above say what an owner is called and who answers for it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from masthead.core.registry import Registry
from masthead.org.models import Member


@dataclass(frozen=True)
class OwnerFacts:
    """`words` must not stand in a password of the owner; `custodians` are told when something is due."""

    name: str
    url: str = ""
    custodians: tuple[Member, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnerKind:
    """`facts(keys)` answers for many at once; `choices(member)` are the owners for which that member may keep secrets by hand."""

    kind: str
    label: str | Promise
    facts: Callable[[Sequence[int]], Mapping[int, OwnerFacts]]
    choices: Callable[[Member], Sequence[tuple[int, str]]]


OWNERS: Registry[OwnerKind] = Registry("vault.owners")


def secret_owner(
    kind: str,
    *,
    label: str | Promise,
    facts: Callable[[Sequence[int]], Mapping[int, OwnerFacts]],
    choices: Callable[[Member], Sequence[tuple[int, str]]],
) -> OwnerKind:
    """Declare a kind of owner, as `accounts.account` (registrations.py only)."""
    return OWNERS.add(kind, OwnerKind(kind, label, facts, choices), depth=2)


@dataclass(frozen=True)
class Custody:
    """One kind of owner, asked by its id.

    custodians(id): {member key: what they are for it}. is_core(id): a core owner takes two approvers. visible_to(member, capability):
    ids inside the member's scope of the capability; held_by(member): ids whose custodian the member is (both usable in `__in`).
    owners(): every id that is in use. `url` opens the owner's page, which `reads` lets people see; `unit_id` is the department whose
    head approves.
    """

    owner_kind: str
    custodians: Callable[[int], Mapping[int, str | Promise]]
    is_core: Callable[[int], bool]
    visible_to: Callable[[Member, str], Any]
    label: Callable[[int], str]
    held_by: Callable[[Member], Any]
    owners: Callable[[], Iterable[int]]
    unit_id: Callable[[int], int | None]
    url: Callable[[int], str]
    reads: str

    @property
    def slug(self) -> str:
        """The kind as a word of an address."""
        return self.owner_kind.replace(".", "_")


CUSTODY: Registry[Custody] = Registry("vault.custody")


def custody(
    owner_kind: str,
    *,
    custodians: Callable[[int], Mapping[int, str | Promise]],
    is_core: Callable[[int], bool],
    visible_to: Callable[[Member, str], Any],
    label: Callable[[int], str],
    held_by: Callable[[Member], Any],
    owners: Callable[[], Iterable[int]],
    unit_id: Callable[[int], int | None] = lambda _pk: None,
    url: Callable[[int], str] = lambda _pk: "",
    reads: str = "",
) -> Custody:
    """A room says who keeps its things' secrets (registrations.py only); what nobody declared cannot be checked out."""
    entry = Custody(owner_kind, custodians, is_core, visible_to, label, held_by, owners, unit_id, url, reads)
    return CUSTODY.add(owner_kind, entry, depth=2)
