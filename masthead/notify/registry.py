"""Kinds of notices. Rooms above declare theirs in registrations.py; telling an unknown kind raises KeyError."""

from dataclasses import dataclass

from django.utils.functional import Promise

from masthead.core.registry import Registry


@dataclass(frozen=True)
class NoticeKind:
    """`label` names the sort of news, `icon` is of the icon list."""

    key: str
    label: str | Promise
    icon: str


KINDS: Registry[NoticeKind] = Registry("notify.kinds")


def notice_kind(key: str, label: str | Promise, icon: str) -> NoticeKind:
    """Declare a kind (registrations.py only)."""
    return KINDS.add(key, NoticeKind(key, label, icon), depth=2)
