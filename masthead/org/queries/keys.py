"""Keys as their owners see them, and the one look-up behind every API call."""

import ipaddress
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.context import Credential
from masthead.core.errors import DomainError, NotThere
from masthead.core.permissions import CAPABILITIES, Capability
from masthead.org import key_tokens
from masthead.org.models import ApiKey, ApiKeySecret, KeptCall, KeyKind, Member, Unit
from masthead.org.queries.scopes import may, scope_of

ISSUE = "org.service_key.issue"
MANAGE = "org.manage"
OWN_AFFAIRS = "own.affairs"  # not a capability: notices and approval tasks of the key's own member


class KeyRefused(DomainError):
    """The call comes without a key that holds now (401)."""

    status = 401
    default_code = "key_unknown"


@dataclass(frozen=True)
class KeyHolder:
    """Who calls: the member and what is left of the member's rights."""

    member: Member
    key: ApiKey
    credential: Credential


def find_holder(token: str, *, address: str) -> KeyHolder:
    """The member behind a token, as of this moment; two queries. Raises KeyRefused.

    Only who knows the whole secret is told why a key no longer holds.
    """
    rows = ApiKeySecret.objects.select_related("key__owner", "key__unit")
    prefix = key_tokens.prefix_of(token)
    found = rows.filter(prefix=prefix).first() if prefix else None
    if not key_tokens.is_same(token, found.digest if found else "") or found is None:
        raise KeyRefused(_("密钥无效。"), advice=_("请在请求头 Authorization 中填写「Bearer 密钥」。"))
    key, now = found.key, clock.now()
    if key.revoked_at or (found.ends_at and found.ends_at <= now):
        raise KeyRefused(_("密钥已吊销或已更换。"), code="key_revoked", advice=_("请使用新的密钥。"))
    if key.expires_at <= now:
        raise KeyRefused(_("密钥已过期。"), code="key_expired", advice=_("请重新签发。"))
    if not key.owner.is_active:
        raise KeyRefused(_("密钥的责任人已离职。"), code="key_owner_left", advice=_("请由在职成员重新签发。"))
    if not _may_come_from(key, address):
        raise KeyRefused(_("不允许从这个地址使用密钥。"), code="key_address", advice=_("请核对密钥允许的地址。"))
    if key.kind == KeyKind.SERVICE and not may(key.owner, ISSUE):
        raise KeyRefused(_("密钥的责任人不再有签发服务密钥的权限。"), code="key_owner_lost")
    return KeyHolder(key.owner, key, _credential(key))


def _credential(key: ApiKey) -> Credential:
    units = None if key.unit is None else frozenset(_units_below(key.unit))
    return Credential(key.kind, key.pk, key.name, key.owner_id, frozenset(key.capabilities), units)


def _units_below(unit: Unit) -> QuerySet[Unit, int]:
    return Unit.objects.filter(path__startswith=unit.path).values_list("pk", flat=True)


def _may_come_from(key: ApiKey, address: str) -> bool:
    if not key.addresses:
        return True
    try:
        here = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(here in ipaddress.ip_network(network) for network in key.addresses)


def _with_use() -> QuerySet[ApiKey]:
    latest = Max("secrets__ends_at", filter=Q(secrets__ends_at__gt=clock.now()))
    return ApiKey.objects.select_related("owner", "unit").annotate(old_secret_until=latest)


def my_keys(member: Member) -> QuerySet[ApiKey]:
    """The member's personal keys, newest first."""
    return _with_use().filter(owner=member, kind=KeyKind.PERSONAL).order_by("-pk")


def service_keys_for(member: Member) -> QuerySet[ApiKey]:
    """Service keys: one's own, or all of them for those who manage the organisation."""
    rows = _with_use().filter(kind=KeyKind.SERVICE).order_by("-pk")
    return rows if may(member, MANAGE) else rows.filter(owner=member)


def get_key_for(member: Member, pk: int) -> ApiKey:
    """A key of one's own, or any for those who manage the organisation. Raises NotThere."""
    rows = _with_use().filter(pk=pk)
    found = (rows if may(member, MANAGE) else rows.filter(owner=member)).first()
    if found is None:
        raise NotThere(_("没有这把密钥，或它不归您管理。"), code="key_not_there")
    return found


def capabilities_to_give(member: Member, offered: frozenset[str]) -> list[Capability]:
    """Capabilities that doors of the API ask for and that the member holds, by room."""
    names = sorted(name for name in offered if name in CAPABILITIES and not scope_of(member, name).empty)
    return [CAPABILITIES[name] for name in names]


def labels_of_rights(names: list[str]) -> list[str]:
    """Rights of a key in words; a capability whose room is gone keeps its name."""
    own = {OWN_AFFAIRS: _("个人事务（本人的通知和审批任务）")}
    return [own.get(n) or str(CAPABILITIES[n].label if n in CAPABILITIES else n) for n in names]


def units_to_give(member: Member) -> list[Unit]:
    """Departments to which the member may limit a service key."""
    scope = scope_of(member, ISSUE)
    rows = Unit.objects.filter(is_active=True).order_by("path")
    return list(rows if scope.company else rows.filter(pk__in=scope.unit_ids))


def kept_call(key_id: int, idempotency_key: str) -> KeptCall | None:
    """What is kept under an Idempotency-Key of a key."""
    return KeptCall.objects.filter(key_id=key_id, idempotency_key=idempotency_key).first()
