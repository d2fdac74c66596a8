"""Where a member's capabilities of this chapter hold, as filters and as yes/no."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from masthead.accounts import queries as accounts_queries
from masthead.accounts.models import Account
from masthead.content import errors
from masthead.content.models import Draft, Topic
from masthead.core.permissions import CAPABILITIES
from masthead.org import queries as org
from masthead.org.models import Member, Unit


def draft_scope(member: Member, capability: str) -> Q:
    """Drafts inside the member's scope of a capability."""
    scope = org.scope_of(member, capability)
    if not scope.account_group_ids or scope.company:
        return scope.as_q(unit="unit_id")
    aimed = Draft.accounts.through.objects.filter(
        draft_id=OuterRef("pk"), account__account_group__in=scope.account_group_ids
    )
    return scope.as_q(unit="unit_id") | Q(Exists(aimed))


def topic_scope(member: Member, capability: str) -> Q:
    """Topics inside the member's scope of a capability."""
    scope = org.scope_of(member, capability)
    if not scope.account_group_ids or scope.company:
        return scope.as_q(unit="unit_id")
    aimed = Topic.accounts.through.objects.filter(
        topic_id=OuterRef("pk"), account__account_group__in=scope.account_group_ids
    )
    return scope.as_q(unit="unit_id") | Q(Exists(aimed))


def require_in_unit(member: Member, capability: str, unit_id: int) -> None:
    """Raise NotPermitted unless the member holds the capability for things of the unit."""
    if not org.may(member, capability, unit_id=unit_id):
        raise errors.lacks_capability(str(CAPABILITIES[capability].label))


def units_for(member: Member, capability: str) -> list[Unit]:
    """Units in which the member holds the capability, in the order of the tree."""
    scope = org.scope_of(member, capability)
    return [u for u in org.units_tree() if u.is_active and (scope.company or u.pk in scope.unit_ids)]


def accounts_to_aim_at(member: Member, draft: Draft) -> QuerySet[Account]:
    """Accounts that the member may choose for the draft: those in scope and those that are chosen already."""
    mine = accounts_queries.accounts_visible_to(member).order_by().values("pk")
    kept = [a.pk for a in draft.accounts.all()]
    return Account.objects.filter(Q(pk__in=mine) | Q(pk__in=kept)).select_related("platform").order_by("name", "pk")
