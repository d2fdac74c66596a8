"""Joint work that is still open, by person and by department."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from masthead.collab.models import CrossRequest, Decision, Experiment, RequestTask, Ticket
from masthead.collab.states import OPEN_REQUESTS, OPEN_TICKETS, DecisionState, IdeaState
from masthead.org.models import Member, Unit
from masthead.org.registry import Held


@dataclass(frozen=True)
class JointWork:
    """Everything open that names one member."""

    asked: list[CrossRequest]
    requests: list[CrossRequest]
    tasks: list[RequestTask]
    opened: list[Ticket]
    tickets: list[Ticket]
    decisions: list[Decision]
    experiments: list[Experiment]


def joint_work_of(member: Member) -> JointWork:
    """One query for each kind."""
    requests = CrossRequest.objects.filter(state__in=OPEN_REQUESTS).select_related("to_unit", "from_unit")
    tickets = Ticket.objects.filter(state__in=OPEN_TICKETS)
    tasks = RequestTask.objects.filter(owner=member, done_at=None, request__state__in=OPEN_REQUESTS)
    return JointWork(
        asked=list(requests.filter(requester=member).order_by("pk")),
        requests=list(requests.filter(owner=member).order_by("pk")),
        tasks=list(tasks.select_related("request__to_unit", "request__from_unit").order_by("pk")),
        opened=list(tickets.filter(requester=member).order_by("pk")),
        tickets=list(tickets.filter(assignee=member).order_by("pk")),
        decisions=list(Decision.objects.filter(owner=member, state=DecisionState.IN_PROGRESS).order_by("pk")),
        experiments=list(
            Experiment.objects.filter(owner=member, idea__state=IdeaState.EXPERIMENT)
            .select_related("idea")
            .order_by("pk")
        ),
    )


def joint_work_held(member: Member) -> list[Held]:
    """The same, for the list of what a leaver hands over."""
    work = joint_work_of(member)
    return [
        *(Held(r.title, r.get_absolute_url(), _("提出的协作请求")) for r in work.asked),
        *(Held(r.title, r.get_absolute_url(), _("负责的协作请求")) for r in work.requests),
        *(Held(t.title, t.request.get_absolute_url(), _("协作事项")) for t in work.tasks),
        *(Held(t.title, t.get_absolute_url(), _("提交的工单")) for t in work.opened),
        *(Held(t.title, t.get_absolute_url(), _("处理的工单")) for t in work.tickets),
        *(Held(str(d), d.get_absolute_url(), _("决议")) for d in work.decisions),
        *(Held(e.idea.title, e.idea.get_absolute_url(), _("实验")) for e in work.experiments),
    ]


def joint_work_kept_in(unit: Unit) -> list[Held]:
    """Requests from or to a department and tickets of it that are still open."""
    requests = CrossRequest.objects.filter(Q(from_unit=unit) | Q(to_unit=unit), state__in=OPEN_REQUESTS)
    tickets = Ticket.objects.filter(unit=unit, state__in=OPEN_TICKETS)
    return [
        *(Held(r.title, r.get_absolute_url(), _("协作请求")) for r in requests.order_by("pk")),
        *(Held(t.title, t.get_absolute_url(), _("技术工单")) for t in tickets.order_by("pk")),
    ]
