"""Kinds of notices. Rooms above declare theirs in registrations.py; telling an unknown kind raises KeyError."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from masthead.core.registry import Registry
from masthead.notify.states import MailMode
from masthead.org.models import Member

CALLS_FOR_A_DEED = {
    "asked",
    "failed",
    "blocked",
    "unknown",
    "credential",
    "connection",
    "frozen",
    "mention",
    "overdue",
    "lost",
}
"""Last words of keys whose news somebody must act upon: they are mailed at once unless the member says otherwise."""


@dataclass(frozen=True)
class NoticeKind:
    """`label` names the sort of news, `icon` is of the icon list, `mail` is how members get it who never said."""

    key: str
    label: str | Promise
    icon: str
    mail: MailMode = MailMode.DIGEST


KINDS: Registry[NoticeKind] = Registry("notify.kinds")


def notice_kind(key: str, label: str | Promise, icon: str, *, mail: MailMode | None = None) -> NoticeKind:
    """Declare a kind (registrations.py only)."""
    usual = MailMode.NOW if key.rpartition(".")[2] in CALLS_FOR_A_DEED else MailMode.DIGEST
    return KINDS.add(key, NoticeKind(key, label, icon, mail or usual), depth=2)


@dataclass(frozen=True)
class HookTarget:
    """A kind of thing that a webhook may be told of: `may_read(owner, key)` asks whether its owner may see that one."""

    kind: str
    may_read: Callable[[Member, int], bool]


HOOK_TARGETS: Registry[HookTarget] = Registry("notify.hook_targets")


def hook_target(kind: str, may_read: Callable[[Member, int], bool]) -> HookTarget:
    """Declare a kind (registrations.py only), as `content.draft`; kinds that nobody declares are told to readers of the trail only."""
    return HOOK_TARGETS.add(kind, HookTarget(kind, may_read), depth=2)
