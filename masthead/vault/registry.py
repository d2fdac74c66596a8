"""Whose secrets these are: the vault knows no accounts, so the rooms above say who answers for an owner and what it is called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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
