"""Kinds of notices: each room names its own, so that a person can tell them apart and later choose channels."""

from dataclasses import dataclass

from django.utils.functional import Promise

from masthead.core.registry import Registry


@dataclass(frozen=True)
class NoticeKind:
    key: str
    label: str | Promise
    icon: str


NOTICE_KINDS: Registry[NoticeKind] = Registry("notify.kinds")


def notice_kind(key: str, label: str | Promise, *, icon: str) -> NoticeKind:
    """Register a kind (registrations.py only)."""
    return NOTICE_KINDS.add(key, NoticeKind(key, label, icon), depth=2)
