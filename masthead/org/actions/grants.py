"""Roles given and ended; account groups."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.org.events import OrgEvent
from masthead.org.models import AccountGroup, Grant, Member, Role, ScopeKind, Unit, in_force
from masthead.org.queries import forget_kept_scopes
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
) -> Grant:
    """Give a role: for a unit and all below it, for an account group, or company-wide when neither is named.

    Clause: 2.1.  Raises: BadInput when both scopes are named.  Events: org:role:granted.
    """
    if unit is not None and account_group is not None:
        raise BadInput(
            _("一次授予只能限定部门或账号组之一。"), code="grant_scope", fields={"unit": [_("请只选一种范围。")]}
        )
    kind = ScopeKind.UNIT if unit else ScopeKind.ACCOUNT_GROUP if account_group else ScopeKind.COMPANY
    same = Grant.objects.filter(
        in_force(clock.today()), member=member, role=role, scope_kind=kind, unit=unit, account_group=account_group
    )
    if found := same.first():
        return found
    given = Grant.objects.create(
        member=member,
        role=role,
        scope_kind=kind,
        unit=unit,
        account_group=account_group,
        start_on=start_on or clock.today(),
        given_by=by,
    )
    forget_kept_scopes()  # what was read before the deed no longer holds
    scope = str(unit or account_group or "")
    trail.record(OrgEvent.ROLE_GRANTED, target=member, by=by, data={"role": role.key, "scope": kind.value, "of": scope})
    return given


@guarded("2.1")
@transaction.atomic
def end_grant(*, grant: Grant, by: Member, at: dt.datetime | None = None) -> Grant:
    """Take a role back from today on; the grant stays on record (given and taken back on one day = an empty span).

    Clause: 2.1.  Raises: RuleBroken for one's own administration, Stale when it has ended already.  Events: org:role:ended.
    """
    today = clock.china(at or clock.now()).date()
    if grant.member_id == by.pk and grant.role.key == "admin":
        raise RuleBroken(
            _("不能收回自己的系统管理员角色。"), code="self_demotion", clause="2.1", advice=_("请由另一位管理员办理。")
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
