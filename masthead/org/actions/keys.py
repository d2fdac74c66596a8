"""Keys issued, rotated and revoked. The secret is returned once and kept nowhere."""

import datetime as dt
import ipaddress
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock, context
from masthead.core.errors import BadInput, NotPermitted, RuleBroken, Stale
from masthead.core.permissions import CAPABILITIES
from masthead.org import key_tokens
from masthead.org.events import OrgEvent
from masthead.org.models import ApiKey, ApiKeySecret, KeyKind, Member, Unit
from masthead.org.queries.keys import ISSUE, MANAGE, OWN_AFFAIRS
from masthead.org.queries.scopes import may
from masthead.trail import actions as trail
from masthead.trail.guards import guarded, silent

LONGEST_DAYS, MOST_KEYS, MOST_ADDRESSES = 365, 20, 20
OVERLAP_HOURS = (0, 1, 24, 72, 168)
SECOND_BETWEEN_NOTES = 60


@guarded("2.2.4")
@transaction.atomic
def issue_personal_key(
    *,
    name: str,
    capabilities: Collection[str],
    days: int,
    by: Member,
    second_factor: bool = False,
    at: dt.datetime | None = None,
) -> tuple[ApiKey, str]:
    """A key that acts as the member, with some of the member's rights. Returns it and its token, which nobody can show again.

    Clause: 2.2.4 技术部.  Raises: BadInput, NotPermitted beyond the member's own rights.  Events: org:key:issued.
    """
    _require_person(by)
    wanted = set(capabilities)
    _require_rights(by, wanted - {OWN_AFFAIRS}, None, second_factor=second_factor)
    key = ApiKey(kind=KeyKind.PERSONAL, name=name.strip(), owner=by, capabilities=sorted(wanted))
    return _issue(key, days, by, at or clock.now())


@guarded("2.2.4")
@transaction.atomic
def issue_service_key(
    *,
    name: str,
    capabilities: Collection[str],
    days: int,
    by: Member,
    unit: Unit | None = None,
    addresses: Sequence[str] = (),
    second_factor: bool = False,
    at: dt.datetime | None = None,
) -> tuple[ApiKey, str]:
    """A key for a system: its own name, a member who answers for it, rights and a department that never exceed that member's.

    Clause: 2.2.4 技术部.  Raises: BadInput, NotPermitted beyond the issuer's own rights.  Events: org:key:issued.
    """
    _require_person(by)
    if not may(by, ISSUE, unit_id=unit.pk if unit else None):
        raise NotPermitted(_("您不能为这个部门签发服务密钥。"), code="key_unit", clause="2.2.4")
    if OWN_AFFAIRS in capabilities:
        raise BadInput(_("服务密钥不能办理个人事务。"), code="key_rights", clause="2.2.4")
    _require_rights(by, set(capabilities), unit, second_factor=second_factor)
    key = ApiKey(
        kind=KeyKind.SERVICE, name=name.strip(), owner=by, capabilities=sorted(set(capabilities)), unit=unit,
        addresses=_networks(addresses),
    )  # fmt: skip
    return _issue(key, days, by, at or clock.now())


@guarded("2.2.4")
@transaction.atomic
def rotate_key(*, key: ApiKey, overlap_hours: int, by: Member, at: dt.datetime | None = None) -> tuple[ApiKey, str]:
    """A new secret for a key; the old one holds for the overlap so that the other side can change over without a gap.

    Clause: 2.2.4.  Raises: NotPermitted for another's key, RuleBroken for a key that is over, BadInput.  Events: org:key:rotated.
    Races: the row of the key is held, so two rotations leave one secret without an end.
    """
    _require_person(by)
    moment = at or clock.now()
    held = ApiKey.objects.select_for_update().get(pk=key.pk)
    if held.owner_id != by.pk:
        raise NotPermitted(_("只有责任人可以更换密钥口令。"), code="key_of_another", clause="2.2.4")
    if held.revoked_at or held.expires_at <= moment:
        raise RuleBroken(_("密钥已失效，不能更换。"), code="key_over", clause="2.2.4", advice=_("请重新签发。"))
    if overlap_hours not in OVERLAP_HOURS:
        raise BadInput(_("请选择旧口令保留多久。"), fields={"overlap_hours": [_("请选择旧口令保留多久。")]})
    ends = moment + dt.timedelta(hours=overlap_hours)
    ApiKeySecret.objects.filter(key=held, ends_at=None).update(ends_at=ends)
    ApiKeySecret.objects.filter(key=held, ends_at__gt=ends).update(ends_at=ends)
    token = _new_secret(held, moment)
    trail.record(OrgEvent.KEY_ROTATED, target=held, by=by, data={"overlap_hours": overlap_hours}, at=at)
    return held, token


@guarded("2.2.4")
@transaction.atomic
def revoke_key(*, key: ApiKey, by: Member, reason: str = "", at: dt.datetime | None = None) -> ApiKey:
    """End a key at once: one's own, or any for those who manage the organisation.

    Clause: 2.2.4.  Raises: NotPermitted, Stale when it is revoked already.  Events: org:key:revoked.
    """
    _require_person(by)
    if key.owner_id != by.pk and not may(by, MANAGE):
        raise NotPermitted(_("只有责任人或系统管理员可以吊销密钥。"), code="key_of_another", clause="2.2.4")
    moment = at or clock.now()
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=moment, revoked_by=by) != 1:
        raise Stale(_("这把密钥已经吊销。"), code="key_revoked_already", clause="2.2.4")
    ApiKeySecret.objects.filter(key=key, ends_at=None).update(ends_at=moment)
    key.refresh_from_db()
    trail.record(OrgEvent.KEY_REVOKED, target=key, by=by, reason=reason.strip(), at=at)
    return key


@silent("the deeds of the key are on the trail; this only says when it was seen last")
@transaction.atomic
def note_key_used(*, key: ApiKey, address: str, at: dt.datetime | None = None) -> int:
    """Remember the last use, at most once a minute: no call waits for another one's row."""
    moment = at or clock.now()
    if key.last_used_at and (moment - key.last_used_at).total_seconds() < SECOND_BETWEEN_NOTES:
        return 0
    return ApiKey.objects.filter(pk=key.pk).update(last_used_at=moment, last_address=address[:45])


def _require_person(by: Member) -> None:
    key = context.credential.get()
    if key is not None and key.member_id == by.pk:
        raise NotPermitted(_("密钥不能签发、更换或吊销密钥。"), code="key_makes_key", clause="2.2.4")


def _require_rights(by: Member, wanted: set[str], unit: Unit | None, *, second_factor: bool) -> None:
    if unknown := sorted(name for name in wanted if name not in CAPABILITIES):
        raise BadInput(_("没有这些权限：%(names)s。") % {"names": _("、").join(unknown)[:200]}, code="key_rights")
    lacking = sorted(name for name in wanted if not may(by, name, unit_id=unit.pk if unit else None))
    if lacking:
        labels = _("、").join(str(CAPABILITIES[name].label) for name in lacking)
        raise NotPermitted(
            _("密钥的权限不能超过您自己的权限：%(labels)s。") % {"labels": labels}, code="key_exceeds_issuer",
            clause="2.2.4", advice=_("请去掉这些权限，或由具备权限的成员签发。"),
        )  # fmt: skip
    if any(CAPABILITIES[name].sensitive for name in wanted) and not second_factor:
        raise NotPermitted(
            _("敏感权限只有在刚通过两步验证后才能交给密钥。"), code="key_needs_second_factor", clause="2.2.4",
            advice=_("请先启用两步验证，重新验证身份后再签发。"),
        )  # fmt: skip


def _networks(addresses: Sequence[str]) -> list[str]:
    try:
        found = sorted({str(ipaddress.ip_network(a.strip(), strict=False)) for a in addresses if a.strip()})
    except ValueError:
        found = [""] * (MOST_ADDRESSES + 1)
    if len(found) > MOST_ADDRESSES:
        words = _("请每行填写一个 IP 地址或网段，例如 203.0.113.0/24，最多 20 个。")
        raise BadInput(_("允许的地址写法不对。"), fields={"addresses": [words]})
    return found


def _issue(key: ApiKey, days: int, by: Member, moment: dt.datetime) -> tuple[ApiKey, str]:
    live = ApiKey.objects.filter(owner=by, kind=key.kind, revoked_at=None)
    faults: dict[str, list[str]] = {}
    if not 0 < len(key.name) <= 60:
        faults["name"] = [_("请填写名称，最多 60 个字。")]
    elif live.filter(name=key.name).exists():
        faults["name"] = [_("您已有同名的密钥，请换一个名称。")]
    if not key.capabilities:
        faults["capabilities"] = [_("请至少选择一项权限。")]
    if not 1 <= days <= LONGEST_DAYS:
        faults["days"] = [_("有效期为 1 至 365 天。")]
    if faults:
        raise BadInput(_("密钥没有签发，请改正标出的内容。"), code="key_input", clause="2.2.4", fields=faults)
    if live.filter(expires_at__gt=moment).count() >= MOST_KEYS:
        raise RuleBroken(_("密钥太多了。"), code="too_many_keys", clause="2.2.4", advice=_("请先吊销不用的密钥。"))
    key.created_at, key.expires_at = moment, moment + dt.timedelta(days=days)
    key.save(force_insert=True)
    token = _new_secret(key, moment)
    trail.record(
        OrgEvent.KEY_ISSUED, target=key, by=by, at=moment,
        data={"kind": str(key.kind), "capabilities": key.capabilities, "unit": key.unit_id, "days": days, "networks": key.addresses},
    )  # fmt: skip
    return key, token


def _new_secret(key: ApiKey, moment: dt.datetime) -> str:
    token = key_tokens.new_token(key.kind)
    ApiKeySecret.objects.create(key=key, prefix=token.prefix, digest=token.digest, created_at=moment)
    return token.text
