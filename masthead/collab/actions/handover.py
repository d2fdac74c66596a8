"""Open joint work passes from somebody who leaves to a successor."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from masthead.collab import errors, queries
from masthead.collab.actions.badges import recount
from masthead.collab.events import CollabEvent
from masthead.collab.models import CrossRequest
from masthead.collab.queries import JointWork
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE = "1.3.5"


@guarded("1.3.5")
@transaction.atomic
def hand_over_joint_work(*, member: Member, to: Member, by: Member, at: dt.datetime | None = None) -> int:
    """Requests, shared tasks, tickets, decisions and experiments of a leaver go to the successor; how many did.

    A decision keeps whom the leader named when approving: the seal covers that name.
    Clause: 1.3.5, 2.1, 2.2.4.  Raises: NotPermitted, BadInput, RuleBroken (not of the department or desk that must do it), Stale.
    Events: collab:request:handed_over, collab:ticket:handed_over, collab:decision:handed_over, collab:experiment:handed_over.
    Races: each row changes only while it is the leaver's.
    """
    org.require_hand_over(by=by, to=to, clause=CLAUSE)
    work = queries.joint_work_of(member)
    _require_fit(to, work)

    def give(event: CollabEvent, row: Model, field: str, *, target: Model | None = None, **more: Any) -> None:
        _give(row, field, member, to, more)
        data = {"from": member.pk, "to": to.pk, "as": field}
        trail.record(event, target=target or row, by=by, data=data, reason=_("离职交接"), at=at)

    for request in work.asked:
        give(CollabEvent.REQUEST_HANDED_OVER, request, "requester")
    for request in work.requests:
        give(CollabEvent.REQUEST_HANDED_OVER, request, "owner")
    for task in work.tasks:
        give(CollabEvent.REQUEST_HANDED_OVER, task, "owner", target=task.request)
    for ticket in work.opened:
        give(CollabEvent.TICKET_HANDED_OVER, ticket, "requester")
    for ticket in work.tickets:
        give(CollabEvent.TICKET_HANDED_OVER, ticket, "assignee")
    for decision in work.decisions:
        named = decision.named_owner_id or decision.owner_id
        give(CollabEvent.DECISION_HANDED_OVER, decision, "owner", named_owner_id=named)
    for experiment in work.experiments:
        give(CollabEvent.EXPERIMENT_HANDED_OVER, experiment, "owner", target=experiment.idea)
    for badge in queries.IN_HAND:
        recount(badge=badge, member_ids=[member.pk, to.pk])
    return sum(len(rows) for rows in vars(work).values())


def _give(row: Model, field: str, member: Member, to: Member, more: dict[str, Any]) -> None:
    rows = type(row)._default_manager.filter(pk=row.pk, **{field: member})
    if rows.update(**{field: to}, **more) != 1:
        raise errors.raced("hand_over", CLAUSE)


def _require_fit(to: Member, work: JointWork) -> None:
    """What a department or the technical desk does stays with its people."""
    foreign = [r.title for r in work.requests if not _works_in(to, r)]
    foreign += [t.title for t in work.tasks if to.pk not in queries.both_sides_of(t.request)]
    if foreign:
        raise org.cannot_take(to, foreign, why=_("不是承办部门的成员。"), clause=CLAUSE)
    if work.tickets and to.pk not in {m.pk for m in queries.desk_members()}:
        why = _("不是技术部的受理人员。")
        raise org.cannot_take(to, [t.title for t in work.tickets], why=why, clause="2.2.4")


def _works_in(to: Member, request: CrossRequest) -> bool:
    return to.pk in {m.pk for m in queries.members_of(request.to_unit)}
