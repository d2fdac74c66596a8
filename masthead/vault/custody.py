"""Who keeps what: rooms above say of each kind of owner who its custodians are. The vault knows no accounts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from masthead.core.registry import Registry
from masthead.org.models import Member


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
