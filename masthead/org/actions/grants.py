"""Roles given and ended; account groups."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.core.permissions import CAPABILITIES
from masthead.org.events import OrgEvent
from masthead.org.models import AccountGroup, Grant, Member, Role, ScopeKind, Unit, in_force
from masthead.org.queries import administrators, forget_kept_scopes, hold_administration
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("2.1")
@transaction.atomic
def grant_role(
    *,
    member: Member,
    role: Role,
    by: Member | None,
    unit: Unit | None = None,
    account_group: AccountGroup | None = None,
    start_on: dt.date | None = None,
    end_on: dt.date | None = None,
) -> Grant:
    """Give a role: for a unit and all below it, for an account group, or company-wide when neither is named; `end_on` limits it in time.

    Clause: 2.1.  Raises: BadInput when both scopes are named or days are in the wrong order; RuleBroken for oneself, a role out of use,
    a member who left, or a limit on what holds for the whole company only.  Events: org:role:granted.
    Races: the role's row is locked against being taken out of use.
    """
    _require_grantable(
        member, Role.objects.select_for_update().get(pk=role.pk), by, limited=bool(unit or account_group)
    )
    start = start_on or clock.today()
    _require_one_scope(unit, account_group)
    _require_order(start, end_on)
    kind = ScopeKind.UNIT if unit else ScopeKind.ACCOUNT_GROUP if account_group else ScopeKind.COMPANY
    same = Grant.objects.filter(
        in_force(clock.today()), member=member, role=role, scope_kind=kind, unit=unit, account_group=account_group
    )
    if found := same.first():
        if found.end_on != end_on:
            raise _held_already(found)
        return found
    given = Grant.objects.create(
        member=member,
        role=role,
        scope_kind=kind,
        unit=unit,
        account_group=account_group,
        start_on=start,
        end_on=end_on,
        given_by=by,
    )
    forget_kept_scopes()  # what was read before the deed no longer holds
    scope = str(unit or account_group or "")
    trail.record(OrgEvent.ROLE_GRANTED, target=member, by=by, data={"role": role.key, "scope": kind.value, "of": scope})
    return given


def _require_grantable(member: Member, role: Role, by: Member | None, *, limited: bool) -> None:
    """Nobody grants a role to oneself (save the very first administrator), nor one that would mean something else than it says."""
    if by is not None and by.pk == member.pk and administrators(lasting=False):
        raise RuleBroken(
            _("不能给自己授予角色。"), code="self_grant", clause="2.1", advice=_("请由另一位系统管理员办理。")
        )
    if not role.is_active:
        raise RuleBroken(_("角色「%(role)s」已停用。") % {"role": _(role.name)}, code="role_retired", clause="2.1")
    if not member.is_active:
        raise RuleBroken(
            _("%(name)s 已离职。") % {"name": member.name},
            code="member_left",
            clause="2.1",
            advice=_("请先为其办理返岗。"),
        )
    if limited and (whole := _company_wide_only(role)):
        raise BadInput(
            _("「%(role)s」含有只能全公司生效的敏感权限，不能限定范围。") % {"role": _(role.name)},
            code="grant_limits_whole",
            clause="2.1",
            fields={"unit": [_("「%(what)s」对全公司生效，请选择全公司。") % {"what": _("、").join(whole)}]},
        )


def _require_one_scope(unit: Unit | None, account_group: AccountGroup | None) -> None:
    if unit is not None and account_group is not None:
        raise BadInput(
            _("一次授予只能限定部门或账号组之一。"), code="grant_scope", fields={"unit": [_("请只选一种范围。")]}
        )


def _require_order(start: dt.date, end_on: dt.date | None) -> None:
    if end_on is not None and end_on < start:
        raise BadInput(_("结束日期早于开始日期。"), code="grant_days", fields={"end_on": [_("不能早于开始日期。")]})


def _held_already(found: Grant) -> BadInput:
    until = f"{found.end_on}" if found.end_on else _("长期")
    return BadInput(
        _("已担任这个角色（%(until)s）。") % {"until": until},
        code="grant_held",
        clause="2.1",
        fields={"end_on": [_("现有授予的期限是「%(until)s」；要改期限，请先收回再授予。") % {"until": until}]},
    )


def _company_wide_only(role: Role) -> list[str]:
    """Sensitive capabilities of the role that know no departments: a limit on them would be an empty promise."""
    names = role.capabilities.values_list("capability", flat=True)
    known = [CAPABILITIES[n] for n in names if n in CAPABILITIES]
    return [str(c.label) for c in known if c.sensitive and not c.scoped]


@guarded("2.1")
@transaction.atomic
def end_grant(*, grant: Grant, by: Member, at: dt.datetime | None = None) -> Grant:
    """Take a role back from today on; the grant stays on record (given and taken back on one day = an empty span).

    Clause: 2.1.  Raises: RuleBroken for one's own administration and for the last administrator, Stale when it has ended already.  Events: org:role:ended.
    Races: two administrators who demote each other wait for one another; the second is refused.
    """
    today = clock.china(at or clock.now()).date()
    if grant.member_id == by.pk and grant.role.key == "admin":
        raise RuleBroken(
            _("不能收回自己的系统管理员角色。"), code="self_demotion", clause="2.1", advice=_("请由另一位管理员办理。")
        )
    hold_administration()
    if not administrators(without_grant=grant.pk) and administrators():
        raise RuleBroken(
            _("这是最后一位系统管理员，不能收回。"),
            code="last_administrator",
            clause="2.1",
            advice=_("请先把系统管理员角色授予另一位成员。"),
        )
    held = Grant.objects.filter(in_force(today), pk=grant.pk)
    if held.update(end_on=today - dt.timedelta(days=1)) != 1:
        raise Stale(_("这项角色已经收回。"), code="grant_ended", clause="2.1")
    grant.end_on = today - dt.timedelta(days=1)
    forget_kept_scopes()
    trail.record(OrgEvent.ROLE_ENDED, target=grant.member, by=by, data={"role": grant.role.key})
    return grant


@guarded("3.1.2")
@transaction.atomic
def create_account_group(*, name: str, by: Member | None) -> AccountGroup:
    """Name a group of platform accounts that capabilities can be limited to.

    Clause: 3.1.2.  Raises: BadInput for an empty or repeated name.  Events: org:account_group:created.
    """
    name = name.strip()
    if not name or AccountGroup.objects.filter(name=name).exists():
        raise BadInput(_("账号组名称为空或已存在。"), code="account_group_name", fields={"name": [_("请换一个名称。")]})
    group = AccountGroup.objects.create(name=name)
    trail.record(OrgEvent.ACCOUNT_GROUP_CREATED, target=group, by=by)
    return group


@guarded("3.1.2")
@transaction.atomic
def rename_account_group(*, group: AccountGroup, name: str, by: Member) -> AccountGroup:
    """Another name for an account group; who may what in it stays.

    Clause: 3.1.2.  Raises: BadInput for an empty or repeated name.  Events: org:account_group:renamed.
    """
    name, before = name.strip(), group.name
    if not name or AccountGroup.objects.filter(name=name).exclude(pk=group.pk).exists():
        raise BadInput(_("账号组名称为空或已存在。"), code="account_group_name", fields={"name": [_("请换一个名称。")]})
    group.name = name
    group.save(update_fields=["name"])
    trail.record(OrgEvent.ACCOUNT_GROUP_RENAMED, target=group, by=by, data={"before": before, "name": name})
    return group
