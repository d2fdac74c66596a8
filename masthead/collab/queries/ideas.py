"""Ideas and experiments as people look for them. An idea is for everybody who may read ideas: it belongs to no department alone."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from masthead.collab import errors
from masthead.collab.models import Experiment, Idea, IdeaVote
from masthead.collab.queries.scopes import IDEA_DECIDE, IDEA_READ
from masthead.collab.queries.steps import Step, post, split
from masthead.collab.states import IdeaState
from masthead.core import clock
from masthead.core.paging import Page, page_of
from masthead.org import queries as org
from masthead.org.models import Member

ORDERS = {"": ("-proposed_at", "-id"), "votes": ("-votes", "-id")}
OPEN_TO_VOTES = (IdeaState.PROPOSED, IdeaState.DISCUSSED)


@dataclass(frozen=True)
class IdeaFilter:
    """What the list is narrowed to. `side` = mine | run; `order` = '' (newest) | votes."""

    q: str = ""
    state: str = ""
    side: str = ""
    order: str = ""


def ideas_visible_to(member: Member) -> QuerySet[Idea]:
    """All ideas for those who may read them."""
    rows = Idea.objects.select_related("proposer", "unit", "experiment__owner")
    return rows if member.has_perm(IDEA_READ) else rows.none()


def get_idea_for(member: Member, pk: int) -> Idea:
    """An idea that the member may read. Raises NotThere."""
    rows = ideas_visible_to(member).select_related("decided_by", "experiment__measured_by", "experiment__concluded_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise errors.not_there(pgettext("one", "创意"), "1.3.4")
    return found


def experiment_of(idea: Idea) -> Experiment | None:
    """The idea's experiment, when it became one."""
    found: Experiment | None = getattr(idea, "experiment", None)
    return found


def get_experiment_of(idea: Idea) -> Experiment:
    """The idea's experiment. Raises NotThere."""
    found = experiment_of(idea)
    if found is None:
        raise errors.not_there(_("实验"), "1.3.4")
    return found


def idea_page(member: Member, wanted: IdeaFilter, cursor: str = "") -> Page[Idea]:
    """One page, newest first or most wanted first."""
    rows = ideas_visible_to(member)
    if wanted.q:
        rows = rows.filter(title__icontains=wanted.q)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.side == "mine":
        rows = rows.filter(proposer=member)
    if wanted.side == "run":
        rows = rows.filter(experiment__owner=member)
    return page_of(rows, order=ORDERS.get(wanted.order, ORDERS[""]), cursor=cursor)


def voted_among(member: Member, ideas: list[Idea]) -> set[int]:
    """Which of them the member voted for; one query."""
    rows = IdeaVote.objects.filter(member=member, idea__in=[i.pk for i in ideas])
    return set(rows.values_list("idea_id", flat=True))


def quarter_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """First day of the quarter and of the next."""
    first = dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    following = (first + dt.timedelta(days=95)).replace(day=1)
    return first, following


def experiment_figures() -> dict[str, int]:
    """This quarter: ideas proposed, experiments running, concluded; two queries."""
    first, following = quarter_of(clock.today())
    start, end = clock.at_china(first, 0), clock.at_china(following, 0)
    inside = Q(proposed_at__gte=start, proposed_at__lt=end)
    found = Idea.objects.aggregate(
        proposed=Count("pk", filter=inside), running=Count("pk", filter=Q(state=IdeaState.EXPERIMENT))
    )
    done = Experiment.objects.filter(concluded_at__gte=start, concluded_at__lt=end)
    return found | {"concluded": done.count()}


def idea_steps(member: Member, idea: Idea) -> tuple[Step | None, list[Step]]:
    """What this person may do now, the most useful first."""
    name, state, found = "collab:idea_deed", idea.state, []
    own, experiment = idea.proposer_id == member.pk, experiment_of(idea)
    judge = not own and org.may(member, IDEA_DECIDE, unit_id=idea.unit_id)
    if experiment and state == IdeaState.EXPERIMENT:
        apart = member.pk not in (experiment.owner_id, experiment.measured_by_id)
        if judge and apart and experiment.result:
            found.append(Step(_("下结论"), "gavel", dialog="conclude"))
        if experiment.owner_id == member.pk and experiment.start_on <= clock.today():
            label = _("补充实测结果") if experiment.result else _("填写实测结果")
            found.append(Step(label, "chart-bar", dialog="measure"))
    if judge and state == IdeaState.DISCUSSED:
        found.append(Step(_("转为实验"), "player-play", dialog="adopt"))
    if judge and state in (IdeaState.PROPOSED, IdeaState.SHELVED):
        found.append(Step(_("记录讨论意见"), "message", dialog="discuss"))
    if judge and state in OPEN_TO_VOTES:
        found.append(Step(_("暂不采用"), "archive", dialog="shelve", danger=True))
    if state in OPEN_TO_VOTES:
        voted = IdeaVote.objects.filter(idea=idea, member=member).exists()
        label, deed = (_("收回我的一票"), "unvote") if voted else (_("投一票"), "vote")
        place = len(found) if voted or judge else 0
        found.insert(place, post(name, idea.pk, deed, label, "thumb-up"))
    return split(found)
