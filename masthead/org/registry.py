"""What upper rooms register with `org`: conditions on capabilities and what the built-in roles may do."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.core.permissions import CAPABILITIES
from masthead.core.registry import Registry
from masthead.org.models import Member


@dataclass(frozen=True)
class Condition:
    """`unmet(member)` returns '' when the condition holds, else the reason in words. `capability` is what it gates."""

    key: str
    capability: str
    label: str | Promise
    unmet: Callable[[Member], str]


@dataclass
class RoleSeed:
    """A built-in role; rooms add capabilities with `role_gets`."""

    key: str
    name: str | Promise
    sensitive: bool
    capabilities: set[str] = field(default_factory=set)


CONDITIONS: Registry[Condition] = Registry("org.conditions")
ROLE_SEEDS: dict[str, RoleSeed] = {
    seed.key: seed
    for seed in (
        RoleSeed("editor", _("内容编辑"), sensitive=False),
        RoleSeed("reviewer", _("内容审核"), sensitive=False),
        RoleSeed("head", _("部门负责人"), sensitive=False),
        RoleSeed("leader", _("运营管理小组组长"), sensitive=False),
        RoleSeed("publisher", _("发布专员"), sensitive=False),
        RoleSeed("account_admin", _("账号管理员"), sensitive=True),
        RoleSeed("auditor", _("审计"), sensitive=False),
        RoleSeed("admin", _("系统管理员"), sensitive=True),
    )
}


def condition(key: str, *, capability: str, label: str | Promise, unmet: Callable[[Member], str]) -> Condition:
    """A capability counts only while the condition holds (e.g. a valid certificate). registrations.py only."""
    return CONDITIONS.add(key, Condition(key, capability, label, unmet), depth=2)


def role_gets(role: str, capabilities: Iterable[str]) -> None:
    """Give a built-in role capabilities of the registering room; unknown names raise at import."""
    for name in capabilities:
        CAPABILITIES[name]
        ROLE_SEEDS[role].capabilities.add(name)


@dataclass(frozen=True)
class SignInNews:
    """Something about a member's own sign-in that the member should hear of; rooms above decide how."""

    kind: str
    member: Member
    title: str | Promise
    at: dt.datetime


SIGN_IN_NEWS: Registry[Callable[[SignInNews], None]] = Registry("org.sign_in_news")


def on_sign_in_news(key: str, listener: Callable[[SignInNews], None]) -> None:
    """Be told inside the deed's own transaction (registrations.py only): a listener tells, it does not decide."""
    SIGN_IN_NEWS.add(key, listener, depth=2)


def tell_of_sign_in(news: SignInNews) -> None:
    """Hand the news to whoever registered."""
    for listener in SIGN_IN_NEWS.values():
        listener(news)
