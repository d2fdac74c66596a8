"""Builders for tests: the fixed cast of 云岭茶业有限公司, straight into the tables (no trail, no password hashing per member)."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import make_password
from django.test import Client

from masthead.core import clock, secrets
from masthead.org import actions
from masthead.org.adapters import SECOND_FACTOR
from masthead.org.models import (
    Grant,
    GroupSeat,
    ManagementGroup,
    MappingRule,
    Member,
    OutsideIdentity,
    Position,
    ProviderKind,
    Role,
    RoleCapability,
    ScopeKind,
    Seat,
    SignInProvider,
    SignInRequest,
    Unit,
)
from masthead.org.queries import forget_kept_scopes
from masthead.org.registry import ROLE_SEEDS

PASSWORD = "yunling-chunha-2026"  # pragma: allowlist secret
FACTOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # pragma: allowlist secret
"""Key of every test's and the demo's authenticator app."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SINCE = dt.date(2025, 1, 6)
COMPANY = "云岭茶业有限公司"
UNITS = ("总经理办公室", "宣传部", "市场部", "技术部", "审计部")
# fixture, sign-in name, name, department, position, is head
PEOPLE = (
    ("lin", "linbj", "林知夏", "宣传部", "内容编辑", False),
    ("zhou", "zhoush", "周明远", "宣传部", "内容审核", False),
    ("chen", "chenzg", "陈立群", "宣传部", "部长", True),
    ("zheng", "zhengzz", "郑国安", "总经理办公室", "副总经理·运营管理小组组长", True),
    ("wu", "wufb", "吴晓舟", "宣传部", "发布专员", False),
    ("he", "hezh", "何静怡", "技术部", "账号管理员", False),
    ("sun", "sunsc", "孙博文", "市场部", "部长", True),
    ("auditor", "shenji", "沈严", "审计部", "审计", False),
    ("outsider", "qianwb", "钱一凡", "", "", False),
)
# fixture, role, department ("" = whole company)
ROLES = (
    ("lin", "editor", "宣传部"),
    ("zhou", "reviewer", "宣传部"),
    ("chen", "head", "宣传部"),
    ("zheng", "leader", ""),
    ("wu", "publisher", "宣传部"),
    ("he", "account_admin", ""),
    ("he", "admin", ""),
    ("sun", "editor", "市场部"),
    ("sun", "head", "市场部"),
    ("auditor", "auditor", ""),
)


@dataclass(frozen=True)
class Cast:
    """Everybody and every department by name."""

    company: Unit
    units: dict[str, Unit]
    people: dict[str, Member]


@cache
def _hash() -> str:
    return make_password(PASSWORD)


def make_unit(name: str = "宣传部", *, parent: Unit | None = None, order: int = 50) -> Unit:
    """A department with its path."""
    unit = Unit.objects.create(name=name, parent=parent, order=order)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def make_member(
    username: str = "moumou",
    name: str = "某某",
    *,
    unit: Unit | None = None,
    title: str = "职员",
    is_head: bool = False,
) -> Member:
    """A member whose password is PASSWORD, with a position when a unit is given."""
    member = Member.objects.create(username=username, name=name, password=_hash())
    if unit is not None:
        Position.objects.create(member=member, unit=unit, title=title, is_head=is_head, start_on=SINCE)
    return member


def give_role(member: Member, role: str, *, unit: Unit | None = None) -> Grant:
    """A built-in role for a member, company-wide or for a unit and all below it."""
    if not Role.objects.filter(key=role).exists():
        make_roles()
    kind = ScopeKind.UNIT if unit else ScopeKind.COMPANY
    found = Role.objects.get(key=role)
    if found.sensitive:
        give_factor(member)
    forget_kept_scopes()
    return Grant.objects.create(member=member, role=found, scope_kind=kind, unit=unit, start_on=SINCE)


def make_leave(member: Member) -> None:
    """Gone with open work, as after an import from outside: the action itself refuses to let anybody leave so."""
    Member.objects.filter(pk=member.pk).update(is_active=False)
    member.is_active = False
    forget_kept_scopes()


def give_factor(member: Member) -> Authenticator:
    """An authenticator app whose key is FACTOR: a sensitive role counts only with one."""
    member.__dict__.pop("_kept_scopes", None)
    sealed = {"secret": secrets.seal(FACTOR, SECOND_FACTOR)}
    totp, _ = Authenticator.objects.get_or_create(user=member, type=Authenticator.Type.TOTP, defaults={"data": sealed})
    return totp


def factor_code(key: str = FACTOR) -> str:
    """The six digits that the app shows now."""
    now = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(key, now + 1)))  # the first of three counters is the one before


def sign_in(client: Client, member: Member, *, with_factor: bool = True) -> Client:
    """The member's browser; whoever has a second factor has shown it, unless the test says otherwise."""
    client.force_login(member, backend=BACKEND)
    shown = with_factor and Authenticator.objects.filter(user=member).exists()
    if shown:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": 0.0},
            {"method": "mfa", "type": "totp", "at": 0.0},
        ]
        session["account_authentication_methods_user"] = str(member.pk)
        session.save()
    return client


def make_roles() -> dict[str, Role]:
    """All built-in roles with everything that the rooms registered for them; three queries."""
    have = {r.key: r for r in Role.objects.all()}
    missing = [s for s in ROLE_SEEDS.values() if s.key not in have]
    new = Role.objects.bulk_create(
        Role(key=s.key, name=str(s.name), sensitive=s.sensitive, built_in=True) for s in missing
    )
    RoleCapability.objects.bulk_create(
        RoleCapability(role=role, capability=name) for role in new for name in sorted(ROLE_SEEDS[role.key].capabilities)
    )
    return have | {r.key: r for r in new}


def make_group() -> ManagementGroup:
    """The management group without seats."""
    return ManagementGroup.objects.create(name="新媒体运营管理小组", founded_on=SINCE)


def build_cast() -> Cast:
    """Company, departments, people, roles, positions and the management group; about a dozen queries."""
    company = make_unit(COMPANY)
    units = Unit.objects.bulk_create(Unit(name=name, parent=company, order=10 * n) for n, name in enumerate(UNITS, 1))
    for unit in units:
        unit.path = f"{company.path}{unit.pk}/"
    Unit.objects.bulk_update(units, ["path"])
    of_name = {u.name: u for u in units}
    made = Member.objects.bulk_create(
        Member(username=username, name=name, password=_hash(), email=f"{username}@yunling-tea.example")
        for _, username, name, *_ in PEOPLE
    )
    people = {key: member for (key, *_), member in zip(PEOPLE, made, strict=True)}
    Position.objects.bulk_create(
        Position(member=people[key], unit=of_name[unit], title=title, is_head=head, start_on=SINCE)
        for key, _, _, unit, title, head in PEOPLE
        if unit
    )
    roles = make_roles()
    Grant.objects.bulk_create(
        Grant(
            member=people[key],
            role=roles[role],
            scope_kind=ScopeKind.UNIT if unit else ScopeKind.COMPANY,
            unit=of_name.get(unit),
            start_on=SINCE,
        )
        for key, role, unit in ROLES
    )
    give_factor(people["he"])
    group = make_group()
    seats = (("zheng", Seat.LEADER), ("chen", Seat.MEMBER), ("sun", Seat.MEMBER))
    GroupSeat.objects.bulk_create(
        GroupSeat(group=group, member=people[key], seat=seat, start_on=SINCE) for key, seat in seats
    )
    return Cast(company, of_name, people)


def organisation_things(cast: Cast) -> dict[str, list[Any]]:
    """One of each kind that an address of this chapter names: {kind: arguments}. Who is away decides no approvals."""
    he, wu, chen = (cast.people[name] for name in ("he", "wu", "chen"))
    today = clock.today()
    role = actions.create_role(name="实习编辑", capabilities=["content.draft.read"], by=he)
    absence = actions.delegate_duties(member=wu, delegate=chen, start_on=today, end_on=today, reason="出差", by=wu)
    roster = "姓名,登录名,部门,岗位\n赵春生,zhaocs,宣传部,采编".encode()
    return {
        "unit": [cast.units["宣传部"].pk],
        "position": [Position.objects.get(member=cast.people["lin"]).pk],
        "seat": [GroupSeat.objects.get(member=cast.people["sun"]).pk],
        "role": [role.pk],
        "account_group": [actions.create_account_group(name="门店号", by=he).pk],
        "absence": [absence.pk],
        "member_import": [actions.read_members(data=roster, name="成员.csv", by=he).pk],
        "calendar_year": [2031],
        "calendar_day": ["2031-01-01"],
        "invitation": ["MQ", "abc-123"],
    }


def make_provider_things(member: Member, *, unit: Unit) -> dict[str, list[object]]:
    """A shut provider with a rule, a linked member and somebody who waits; arguments of their addresses by kind of thing."""
    provider = SignInProvider.objects.create(
        kind=ProviderKind.OIDC,
        key="company",
        name="公司统一登录",
        issuer="https://id.yunling-tea.example",
        client_id="masthead",
    )
    rule = MappingRule.objects.create(provider=provider, claim="groups", value="editors", unit=unit)
    link = OutsideIdentity.objects.create(provider=provider, subject="u-1001", member=member, label=member.name)
    waiting = SignInRequest.objects.create(provider=provider, subject="u-2002", name="赵小满", username="zhaoxm")
    return {
        "provider": [provider.pk],
        "provider_kind": [ProviderKind.WECOM.value],
        "mapping_rule": [rule.pk],
        "identity": [link.pk],
        "sign_in_request": [waiting.pk],
    }
