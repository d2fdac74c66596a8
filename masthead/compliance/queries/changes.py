"""What the company changed or means to change in the rules."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from masthead.compliance.models import ChangeState, RuleChange
from masthead.core.errors import NotThere


def live_changes() -> QuerySet[RuleChange]:
    """Changes in force, in the order in which they came."""
    return RuleChange.objects.filter(state=ChangeState.LIVE).order_by("changed_at", "pk")


def changes_waiting() -> QuerySet[RuleChange]:
    """Drafts that are not in force yet."""
    return RuleChange.objects.filter(state=ChangeState.DRAFT).select_related("author").order_by("-changed_at", "-pk")


def draft_of(rule: str) -> RuleChange | None:
    """The draft for that rule, if there is one."""
    return changes_waiting().filter(rule=rule).first()


def draft_change(pk: int) -> RuleChange:
    """That draft.  Raises: NotThere."""
    found = changes_waiting().filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这份草稿，可能已经生效或放弃。"))
    return found


def last_changes(rule: str, count: int = 10) -> QuerySet[RuleChange]:
    """The history of a rule's changes, the newest first."""
    return RuleChange.objects.filter(rule=rule).select_related("author").order_by("-pk")[:count]
