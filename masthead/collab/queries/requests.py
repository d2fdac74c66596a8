"""Cross-department requests as people look for them, and the on-time figure."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from masthead.collab import errors
from masthead.collab.models import CrossRequest, RequestTask
from masthead.collab.queries.scopes import REQUEST_ASSIGN, REQUEST_READ, is_head_of, is_leader, members_of, own_unit_ids
from masthead.collab.queries.steps import Step, post, split
from masthead.collab.states import OPEN_REQUESTS, RequestState
from masthead.core import clock
from masthead.core.paging import Page, page_of
from masthead.org import queries as org
from masthead.org.models import Member

ORDER, WINDOW = ("-asked_at", "-id"), dt.timedelta(days=90)


@dataclass(frozen=True)
class RequestFilter:
    """What the list is narrowed to; empty values do not narrow. `side` = asked | received | mine; `late` = yes | no."""

    q: str = ""
    state: str = ""
    side: str = ""
    kind: str = ""
    unit_id: int | None = None
    late: str = ""


@dataclass(frozen=True)
class Rate:
    """A share that opens its rows."""

    good: int
    all: int


def requests_visible_to(member: Member) -> QuerySet[CrossRequest]:
    """Requests from or to departments in scope, to the own department, and those in which the member has a part."""
    scope, own = org.scope_of(member, REQUEST_READ), own_unit_ids(member)
    part = RequestTask.objects.filter(request=OuterRef("pk"), owner=member)
    inside = scope.as_q(unit="from_unit_id") | scope.as_q(unit="to_unit_id") | Q(to_unit__in=own)
    rows = CrossRequest.objects.filter(inside | Q(requester=member) | Q(owner=member) | Q(Exists(part)))
    return rows.select_related("from_unit", "to_unit", "requester", "owner")


def get_request_for(member: Member, pk: int) -> CrossRequest:
    """A request that the member may see. Raises NotThere."""
    found = requests_visible_to(member).select_related("ruled_by").filter(pk=pk).first()
    if found is None:
        raise errors.not_there(pgettext("one", "协作请求"), "1.3.5")
    return found


def late_q(now: dt.datetime) -> Q:
    """Answered late, or unanswered past the time."""
    return Q(answered_at__gt=F("answer_due_at")) | Q(
        answered_at=None, answer_due_at__lt=now, state=RequestState.PENDING
    )


def _side(member: Member, side: str) -> Q:
    if side == "asked":
        return Q(requester=member)
    if side == "received":
        return Q(to_unit__in=own_unit_ids(member))
    if side == "mine":
        part = RequestTask.objects.filter(request=OuterRef("pk"), owner=member, done_at=None)
        return Q(owner=member, state__in=OPEN_REQUESTS) | Q(Exists(part))
    return Q()


def _narrowed(member: Member, wanted: RequestFilter) -> QuerySet[CrossRequest]:
    exact = {"state": wanted.state, "kind": wanted.kind, "to_unit_id": wanted.unit_id}
    rows = requests_visible_to(member).filter(_side(member, wanted.side))
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.q:
        rows = rows.filter(title__icontains=wanted.q)
    now = clock.now()
    if wanted.late == "yes":
        rows = rows.filter(late_q(now))
    if wanted.late == "no":
        rows = rows.filter(answered_at__lte=F("answer_due_at"))
    return rows


def request_page(member: Member, wanted: RequestFilter, cursor: str = "") -> Page[CrossRequest]:
    """One page, newest first."""
    return page_of(_narrowed(member, wanted), order=ORDER, cursor=cursor)


def request_counts(member: Member) -> dict[str, int]:
    """How many wait where; one query."""
    now, mine = clock.now(), _side(member, "mine")
    return requests_visible_to(member).aggregate(
        received=Count("pk", filter=_side(member, "received") & Q(state=RequestState.PENDING)),
        mine=Count("pk", filter=mine),
        asked=Count("pk", filter=Q(requester=member, state__in=OPEN_REQUESTS)),
        late=Count("pk", filter=Q(state=RequestState.PENDING, answer_due_at__lt=now)),
    )


def on_time_rate(member: Member) -> Rate:
    """按时答复率 of the last 90 days: answered by the time / all whose time is over or that were answered; withdrawn ones left out."""
    now = clock.now()
    rows = requests_visible_to(member).filter(asked_at__gte=now - WINDOW).exclude(state=RequestState.WITHDRAWN)
    due = Q(answered_at__isnull=False) | Q(answer_due_at__lt=now)
    found = rows.aggregate(good=Count("pk", filter=Q(answered_at__lte=F("answer_due_at"))), all=Count("pk", filter=due))
    return Rate(found["good"], found["all"])


def tasks_of_request(request: CrossRequest) -> list[RequestTask]:
    """The shared tasks, soonest first."""
    return list(request.tasks.select_related("owner", "done_by").order_by("due_on", "pk"))


def request_steps(member: Member, request: CrossRequest) -> tuple[Step | None, list[Step]]:
    """What this person may do now, the most useful first."""
    name, found, state = "collab:request_deed", [], request.state
    receiver, owner = request.to_unit_id in own_unit_ids(member), request.owner_id == member.pk
    head = receiver and member.has_perm(REQUEST_ASSIGN) and is_head_of(member, request.to_unit_id)
    if request.leader_asked_at and not request.ruled_at and is_leader(member):
        found.append(Step(_("作出裁定"), "gavel", dialog="settle"))
    if state == RequestState.PENDING and receiver:
        found.append(Step(_("受理"), "check", dialog="take"))
    if head and state in OPEN_REQUESTS:
        found.append(Step(_("指派负责人"), "user-check", dialog="assign"))
    if owner and state == RequestState.TAKEN:
        found.append(post(name, request.pk, "start", _("开始处理"), "player-play"))
    if owner and state in (RequestState.TAKEN, RequestState.WORKING):
        found.append(Step(_("完成"), "circle-check", dialog="finish"))
    if (receiver or owner) and state in OPEN_REQUESTS:
        found.append(Step(_("婉拒"), "circle-x", dialog="decline", danger=True))
    if request.requester_id == member.pk:
        found += _for_requester(request)
    return split(found)


def _for_requester(request: CrossRequest) -> list[Step]:
    found = []
    unsettled = request.leader_asked_at is None and request.ruled_at is None
    late = request.state == RequestState.PENDING and request.is_late(clock.now())
    if unsettled and (request.state == RequestState.DECLINED or late):
        found.append(Step(_("请组长协调"), "gavel", dialog="leader"))
    if request.state in OPEN_REQUESTS:
        found.append(Step(_("撤回请求"), "arrow-back-up", dialog="withdraw", danger=True))
    return found


def may_add_task(member: Member, request: CrossRequest) -> bool:
    """Both sides may split the work while the request is open."""
    sides = {request.requester_id, request.owner_id}
    return request.is_open and (member.pk in sides or request.to_unit_id in own_unit_ids(member))


def both_sides_of(request: CrossRequest) -> set[int]:
    """Who may be given a shared task: the people of the two departments."""
    sides = members_of(request.from_unit) + members_of(request.to_unit)
    return {m.pk for m in sides} | {request.requester_id}
