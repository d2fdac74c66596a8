"""Where a member stands: own departments, receiving sides, the technical desk."""

from django.db.models import Q

from masthead.collab import errors
from masthead.core import clock
from masthead.core.permissions import CAPABILITIES
from masthead.org import queries as org
from masthead.org.models import Member, Position, Unit, in_force

REQUEST_READ, REQUEST_ASK, REQUEST_ASSIGN = "collab.request.read", "collab.request.ask", "collab.request.assign"
TICKET_READ, TICKET_OPEN, TICKET_HANDLE = "collab.ticket.read", "collab.ticket.open", "collab.ticket.handle"
FEATURE_DECIDE, TARGETS = "collab.feature.decide", "collab.target.manage"
IDEA_READ, IDEA_PROPOSE, IDEA_DECIDE = "collab.idea.read", "collab.idea.propose", "collab.idea.decide"
MEETING_READ, MEETING_MANAGE = "collab.meeting.read", "collab.meeting.manage"
MEETING_AUDIT = "collab.meeting.audit"
MINUTES_APPROVE = "collab.minutes.approve"
DESK_WORD = "技术"


def own_unit_ids(member: Member) -> frozenset[int]:
    """Departments in which the member works today, and those above them: a request to the department reaches its teams. One query."""
    return frozenset(int(part) for path in org.work_paths(member) for part in path.split("/") if part)


def is_head_of(member: Member, unit_id: int) -> bool:
    """Is the member one of those who answer for the department?"""
    return member.pk in {m.pk for m in org.heads_of(unit_id)}


def is_leader(member: Member) -> bool:
    """Does the member lead the management group today?"""
    leader = org.leader_of_group()
    return leader is not None and leader.pk == member.pk


def require(member: Member, capability: str, unit_id: int | None = None) -> None:
    """Raise NotPermitted unless the member holds the capability (for things of the unit)."""
    if not org.may(member, capability, unit_id=unit_id):
        what = CAPABILITIES[capability]
        raise errors.lacks(str(what.label), what.clause)


def home_of(member: Member, clause: str) -> Unit:
    """The department in whose name the member asks. Raises RuleBroken without a position."""
    found = Unit.objects.filter(pk=org.primary_unit_id(member) or 0).first()
    if found is None:
        raise errors.no_position(clause)
    return found


def desk_unit() -> Unit | None:
    """The technical department 技术部: where tickets are handled."""
    return Unit.objects.filter(name__contains=DESK_WORD, is_active=True).order_by("path").first()


def desk_members() -> list[Member]:
    """Those who may be given a ticket: people of the technical department who hold the capability."""
    desk = desk_unit()
    if desk is None:  # a company that calls it otherwise: whoever holds the capability
        everybody = list(org.active_members())
        able = org.who_may(everybody, TICKET_HANDLE)
        return [m for m in everybody if m.pk in able]
    there = Position.objects.filter(
        in_force(clock.today()), unit__path__startswith=desk.path, member__is_active=True
    ).values("member")
    people = list(org.active_members().filter(pk__in=there))
    able = org.who_may(people, TICKET_HANDLE)
    return [m for m in people if m.pk in able]


def members_of(unit: Unit) -> list[Member]:
    """Active people of a department and its teams."""
    there = Position.objects.filter(in_force(clock.today()), unit__path__startswith=unit.path).values("member")
    return list(org.active_members().filter(pk__in=there))


def nothing() -> Q:
    """A condition that no row meets."""
    return Q(pk__in=[])
