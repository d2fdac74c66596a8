"""Kinds of notices. Rooms above declare theirs in registrations.py; telling an unknown kind raises KeyError."""

from dataclasses import dataclass

from django.utils.functional import Promise

from masthead.core.registry import Registry
from masthead.notify.states import MailMode

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
