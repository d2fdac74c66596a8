"""The company itself: founding, the built-in roles."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from masthead.core import clock
from masthead.core.errors import RuleBroken
from masthead.org.actions.units import create_unit
from masthead.org.events import OrgEvent
from masthead.org.models import ManagementGroup, Member, Role, RoleCapability, Unit
from masthead.org.queries import forget_kept_scopes
from masthead.org.registry import ROLE_SEEDS
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("2.1")
@transaction.atomic
def found_company(*, name: str, group_name: str, by: Member | None = None) -> Unit:
    """Set the company up once: the root unit, the management group, the built-in roles.

    Clause: 2.1.  Raises: RuleBroken when a company exists.  Events: org:company:founded.
    Races: two set-ups collide on the unique management group; one wins.
    """
    if ManagementGroup.objects.exists():
        raise _founded_already()
    root = create_unit(name=name, parent=None, by=by)
    try:
        with transaction.atomic():  # a savepoint: the loser hears a refusal, not a database error
            ManagementGroup.objects.create(name=group_name.strip() or "新媒体运营管理小组", founded_on=clock.today())
    except IntegrityError:
        raise _founded_already() from None
    sync_roles(by=by)
    trail.record(OrgEvent.COMPANY_FOUNDED, target=root, by=by, data={"name": name})
    return root


def _founded_already() -> RuleBroken:
    return RuleBroken(_("公司信息已经建立。"), code="company_exists", clause="2.1", advice=_("请直接登录。"))


@guarded("2.1")
@transaction.atomic
def sync_roles(*, by: Member | None = None) -> int:
    """Bring built-in roles to what the rooms registered; returns how many capabilities were added. Custom roles stay untouched.

    Clause: 2.1.  Events: org:role:synced (only when something changed).
    """
    added = removed = 0
    for seed in ROLE_SEEDS.values():
        with override("zh-hans"):
            role, _new = Role.objects.get_or_create(
                key=seed.key, defaults={"name": str(seed.name), "sensitive": seed.sensitive, "built_in": True}
            )
        held = set(role.capabilities.values_list("capability", flat=True))
        missing = sorted(seed.capabilities - held)
        RoleCapability.objects.bulk_create(RoleCapability(role=role, capability=name) for name in missing)
        removed += role.capabilities.filter(capability__in=held - seed.capabilities).delete()[0]
        added += len(missing)
    forget_kept_scopes()
    if added or removed:
        trail.record(OrgEvent.ROLES_SYNCED, by=by, data={"added": added, "removed": removed})
    return added
