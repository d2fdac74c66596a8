"""What upper rooms register with `org`: conditions on capabilities, what the built-in roles may do, what a leaver still holds, who tells news."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.core.permissions import CAPABILITIES
from masthead.core.registry import Registry
from masthead.org.models import Member, Unit


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
        RoleSeed("legal", _("法务"), sensitive=False),
        RoleSeed("head", _("部门负责人"), sensitive=False),
        RoleSeed("leader", _("运营管理小组组长"), sensitive=False),
        RoleSeed("publisher", _("发布专员"), sensitive=False),
        RoleSeed("account_admin", _("账号管理员"), sensitive=True),
        RoleSeed("auditor", _("审计"), sensitive=False),
        RoleSeed("admin", _("系统管理员"), sensitive=True),
    )
}


def condition(key: str, *, capability: str, label: str | Promise, unmet: Callable[[Member], str]) -> Condition:
    """A capability counts only while the condition holds (e.g. a valid certificate). registrations.py only.

    The answer is kept with the scopes of a member: a deed that changes it calls `org.queries.forget_kept_scopes()`.
    """
    return CONDITIONS.add(key, Condition(key, capability, label, unmet), depth=2)


def conditions_on(capability: str) -> list[Condition]:
    """The conditions that gate a capability."""
    return [c for c in CONDITIONS.values() if c.capability == capability]


def role_gets(role: str, capabilities: Iterable[str]) -> None:
    """Give a built-in role capabilities of the registering room; unknown names raise at import."""
    for name in capabilities:
        CAPABILITIES[name]
        ROLE_SEEDS[role].capabilities.add(name)


@dataclass(frozen=True)
class Held:
    """One thing that a member still holds; `url` opens the page where it can be passed on."""

    title: str
    url: str = ""
    sub: str = ""


@dataclass(frozen=True)
class Holding:
    """What one room knows of a member's duties. `find(member)` lists them; without `hand_over(member, to, by)` they must be settled one by one.

    `hand_over` runs inside the transaction of the leaving and may refuse with a DomainError; `ends` = they simply end with the leaving.
    """

    key: str
    label: str | Promise
    find: Callable[[Member], Sequence[Held]]
    advice: str | Promise
    hand_over: Callable[[Member, Member, Member], object] | None = None
    ends: bool = False
    order: int = 50


@dataclass(frozen=True)
class UnitHolding:
    """What one room keeps in a department. `move(unit, into, by)` carries it along at a merger; without it the merger waits too."""

    key: str
    label: str | Promise
    find: Callable[[Unit], Sequence[Held]]
    advice: str | Promise
    move: Callable[[Unit, Unit, Member], None] | None = None
    order: int = 50


Teller = Callable[..., object]
HOLDINGS: Registry[Holding] = Registry("org.holdings")
UNIT_HOLDINGS: Registry[UnitHolding] = Registry("org.unit_holdings")
TELLERS: Registry[Teller] = Registry("org.tellers")


def holding(
    key: str,
    *,
    label: str | Promise,
    find: Callable[[Member], Sequence[Held]],
    advice: str | Promise,
    hand_over: Callable[[Member, Member, Member], object] | None = None,
    ends: bool = False,
    order: int = 50,
) -> Holding:
    """A room says what a leaver still holds: the leaving is refused until it is empty or handed over. registrations.py only."""
    return HOLDINGS.add(key, Holding(key, label, find, advice, hand_over, ends, order), depth=2)


def unit_holding(
    key: str,
    *,
    label: str | Promise,
    find: Callable[[Unit], Sequence[Held]],
    advice: str | Promise,
    move: Callable[[Unit, Unit, Member], None] | None = None,
    order: int = 50,
) -> UnitHolding:
    """A room says what is open in a department: it is not closed before that is settled. registrations.py only."""
    return UNIT_HOLDINGS.add(key, UnitHolding(key, label, find, advice, move, order), depth=2)


def teller(key: str, tell: Teller) -> Teller:
    """A room above carries news of `org` to members: `tell(kind=, members=, title=, body=, url=, by=, clause=)`. registrations.py only."""
    return TELLERS.add(key, tell, depth=2)


Mover = Callable[[Member, Unit, Member], object]
MOVERS: Registry[Mover] = Registry("org.movers")


def on_transfer(key: str, follow: Mover) -> None:
    """Be told inside the transfer's own transaction: `follow(member, new unit, by)` makes tasks, it does not decide. registrations.py only."""
    MOVERS.add(key, follow, depth=2)


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
