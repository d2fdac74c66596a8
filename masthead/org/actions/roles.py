"""Roles of the company's own making. Built-in roles follow the software and are copied, not changed."""

import secrets
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.core.errors import BadInput, RuleBroken, Stale
from masthead.core.permissions import CAPABILITIES
from masthead.org.events import OrgEvent
from masthead.org.models import Member, Role, RoleCapability
from masthead.org.queries import administrators, forget_kept_scopes, hold_administration, holders_in_force
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

MANAGE = "org.manage"


@guarded("2.1")
@transaction.atomic
def create_role(*, name: str, capabilities: Collection[str], by: Member, note: str = "") -> Role:
    """A new role with its capabilities.

    Clause: 2.1.  Raises: BadInput for an empty or repeated name, no or unknown capabilities.  Events: org:role:created.
    """
    name, wanted = _fit_words(name, capabilities)
    role = Role.objects.create(
        key=f"own-{secrets.token_hex(4)}", name=name, note=note.strip(), sensitive=_is_sensitive(wanted)
    )
    RoleCapability.objects.bulk_create(RoleCapability(role=role, capability=c) for c in sorted(wanted))
    forget_kept_scopes()
    trail.record(OrgEvent.ROLE_CREATED, target=role, by=by, data={"name": name, "capabilities": sorted(wanted)})
    return role


@guarded("2.1")
@transaction.atomic
def change_role(
    *,
    role: Role,
    name: str,
    capabilities: Collection[str],
    by: Member,
    note: str = "",
    seen: Collection[str] | None = None,
) -> Role:
    """Change an own role: everybody who holds it may more or less at once; before and after stand on the trail.

    Clause: 2.1.  Raises: RuleBroken for a built-in role, a role that one holds oneself, or when nobody could manage the organisation
    any more; Stale when the capabilities are no longer those that the page showed (`seen`).  Events: org:role:changed.
    Races: the role's row is locked; of two editors the second is told.
    """
    hold_administration()
    now = Role.objects.select_for_update().get(pk=role.pk)
    _require_own(now, by)
    name, wanted = _fit_words(name, capabilities, but=now.pk)
    held = set(now.capabilities.values_list("capability", flat=True))
    if seen is not None and set(seen) != held:
        raise Stale(_("角色「%(name)s」刚刚被别人修改过。") % {"name": now.name}, code="role_changed", clause="2.1")
    if MANAGE in held - wanted:
        _require_administrator(without_role=now)
    before = {"name": now.name, "capabilities": sorted(held)}
    now.name, now.note, now.sensitive = name, note.strip(), _is_sensitive(wanted)
    now.save(update_fields=["name", "note", "sensitive"])
    RoleCapability.objects.filter(role=now, capability__in=held - wanted).delete()
    RoleCapability.objects.bulk_create(RoleCapability(role=now, capability=c) for c in sorted(wanted - held))
    forget_kept_scopes()
    data = {
        "before": before,
        "after": {"name": name, "capabilities": sorted(wanted)},
        "added": sorted(wanted - held),
        "removed": sorted(held - wanted),
    }
    trail.record(OrgEvent.ROLE_CHANGED, target=now, by=by, data=data)
    return now


@guarded("2.1")
@transaction.atomic
def retire_role(*, role: Role, by: Member) -> Role:
    """An own role that nobody holds is taken out of use; it stays readable where it was held.

    Clause: 2.1.  Raises: RuleBroken for a built-in role or one that is held, Stale when it is out of use.  Events: org:role:retired.
    Races: the role's row is locked; a grant asks for an active role under the same lock.
    """
    now = Role.objects.select_for_update().get(pk=role.pk)
    _require_own(now, by)
    if holders := holders_in_force(now):
        raise RuleBroken(
            _("还有 %(n)d 人担任「%(name)s」。") % {"n": len(holders), "name": now.name},
            code="role_held",
            clause="2.1",
            advice=_("请先收回：%(who)s。") % {"who": _("、").join(g.member.name for g in holders[:8])},
        )
    if Role.objects.filter(pk=now.pk, is_active=True).update(is_active=False) != 1:
        raise Stale(_("这个角色已经停用。"), code="role_retired", clause="2.1")
    now.is_active = False
    forget_kept_scopes()
    trail.record(OrgEvent.ROLE_RETIRED, target=now, by=by, data={"name": now.name})
    return now


def _fit_words(name: str, capabilities: Collection[str], but: int | None = None) -> tuple[str, set[str]]:
    name, wanted = name.strip(), set(capabilities)
    fields: dict[str, list[str]] = {}
    if not name or len(name) > 40:
        fields["name"] = [_("请填写角色名称，不超过 40 个字。")]
    elif Role.objects.filter(name=name).exclude(pk=but or 0).exists():
        fields["name"] = [_("已有同名的角色。")]
    if not wanted:
        fields["capabilities"] = [_("请至少选择一项权限。")]
    elif unknown := sorted(c for c in wanted if c not in CAPABILITIES):
        fields["capabilities"] = [_("没有这些权限：%(names)s。") % {"names": _("、").join(unknown)}]
    if fields:
        raise BadInput(_("角色信息有误，请改正后再保存。"), code="role_input", clause="2.1", fields=fields)
    return name, wanted


def _is_sensitive(capabilities: Collection[str]) -> bool:
    """A role is as sensitive as its most sensitive capability."""
    return any(CAPABILITIES[c].sensitive for c in capabilities)


def _require_own(role: Role, by: Member) -> None:
    if role.built_in:
        raise RuleBroken(
            _("内置角色随软件提供，不能修改。"),
            code="role_built_in",
            clause="2.1",
            advice=_("请以它为底稿新建一个角色。"),
        )
    if any(g.member_id == by.pk for g in holders_in_force(role)):
        raise RuleBroken(
            _("不能修改自己正在担任的角色。"),
            code="own_role",
            clause="2.1",
            advice=_("请由另一位系统管理员办理。"),
        )


def _require_administrator(*, without_role: Role) -> None:
    if not administrators(without_role=without_role):
        raise RuleBroken(
            _("这样一来就没有人能管理组织了。"),
            code="last_administrator",
            clause="2.1",
            advice=_("请先把系统管理员角色授予另一位成员。"),
        )
