"""Decisions as people look for them: those in force are for every reader of meetings."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from masthead.collab import errors
from masthead.collab.models import Decision
from masthead.collab.queries.scopes import MEETING_MANAGE, MEETING_READ, is_leader
from masthead.collab.queries.steps import Step, post, split
from masthead.collab.states import DecisionState
from masthead.core import clock
from masthead.core.paging import Page, page_of
from masthead.org.models import Member

ORDER = ("-year", "-number", "-id")


@dataclass(frozen=True)
class DecisionFilter:
    """What the list is narrowed to. `side` = mine; `late` = yes."""

    q: str = ""
    state: str = ""
    side: str = ""
    late: str = ""


def decisions_visible_to(member: Member) -> QuerySet[Decision]:
    """Numbered decisions, for readers of meetings and their owners."""
    rows = Decision.objects.filter(number__isnull=False).select_related("owner", "meeting", "approved_by", "done_by")
    return rows if member.has_perm(MEETING_READ) else rows.filter(owner=member)


def get_decision_for(member: Member, pk: int) -> Decision:
    """A decision in force or carried out. Raises NotThere."""
    found = decisions_visible_to(member).filter(pk=pk).first()
    if found is None:
        raise errors.not_there(pgettext("one", "决议"), "2.1")
    return found


def late_decision_q() -> Q:
    """In force past its day."""
    return Q(state=DecisionState.IN_PROGRESS, due_on__lt=clock.today())


def decision_page(member: Member, wanted: DecisionFilter, cursor: str = "") -> Page[Decision]:
    """One page, newest number first."""
    rows = decisions_visible_to(member)
    if wanted.q:
        rows = rows.filter(text__icontains=wanted.q)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.side == "mine":
        rows = rows.filter(owner=member)
    if wanted.late == "yes":
        rows = rows.filter(late_decision_q())
    return page_of(rows, order=ORDER, cursor=cursor)


def decision_counts(member: Member) -> dict[str, int]:
    """In force, late, carried out, and how many of those in time; one query."""
    day = F("due_on")
    return decisions_visible_to(member).aggregate(
        open=Count("pk", filter=Q(state=DecisionState.IN_PROGRESS)),
        late=Count("pk", filter=late_decision_q()),
        mine=Count("pk", filter=Q(state=DecisionState.IN_PROGRESS, owner=member)),
        done=Count("pk", filter=Q(state=DecisionState.DONE)),
        in_time=Count("pk", filter=Q(state=DecisionState.DONE, done_at__date__lte=day)),
        all=Count("pk", filter=~Q(state=DecisionState.DROPPED)),
    )


def decision_steps(member: Member, decision: Decision) -> tuple[Step | None, list[Step]]:
    """What this person may do now, the most useful first."""
    found: list[Step] = []
    if decision.state != DecisionState.IN_PROGRESS:
        return split(found)
    own = decision.owner_id == member.pk
    if not own and decision.progress == 100 and member.has_perm(MEETING_MANAGE):
        found.append(post("collab:decision_deed", decision.pk, "confirm", _("确认落实"), "circle-check"))
    if own:
        found.append(Step(_("报告进度"), "trending-up", dialog="report"))
    if is_leader(member):
        found.append(Step(_("不再执行"), "circle-x", dialog="drop", danger=True))
    return split(found)
