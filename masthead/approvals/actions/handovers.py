"""移交: all open tasks of one person go to another, each checked for itself."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals.actions.moves import hand_over_task
from masthead.approvals.models import Task
from masthead.approvals.queries.overdue import open_tasks_of
from masthead.core.errors import DomainError, NotPermitted, RuleBroken
from masthead.org import queries as org
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

HAND_OVER = "approvals.task.hand_over"
MOST = 200


@dataclass
class HandOver:
    """Tasks that moved, and (title, why) of those that stay where they are."""

    moved: list[Task] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


@guarded("3.3.2")
@transaction.atomic
def hand_over_all(*, member: Member, to: Member, by: Member, reason: str, at: dt.datetime | None = None) -> HandOver:
    """Move up to 200 open tasks of a member who leaves or is absent; what the other may not decide stays and is named.

    Clause: 3.3.2.  Raises: RuleBroken for the same person, NotPermitted outside the administrator's departments.
    Events: approvals:task:handed_over.  Races: cases are taken in the order of their keys.
    """
    if member.pk == to.pk:
        raise RuleBroken(_("不能移交给本人。"), code="same_person", clause="3.3.2", advice=_("请选择另一个人。"))
    done = HandOver()
    for task in open_tasks_of(member).order_by("case_id", "pk")[:MOST]:
        if not org.may(by, HAND_OVER, unit_id=task.case.unit_id):
            raise NotPermitted(_("这里有您管理范围以外的审批。"), code="out_of_scope", clause="3.3.2")
        try:
            done.moved.append(hand_over_task(task=task, to=to, by=by, words=reason, at=at))
        except DomainError as refusal:
            done.left.append((task.case.title, refusal.message))
            trail.record_refusal(
                action="approvals.actions.handovers.hand_over_all", clause=refusal.clause, code=refusal.code,
                message=refusal.message, by=by, target=task,
            )  # fmt: skip
    return done


@guarded("3.3.2")
@transaction.atomic
def hand_over_everything(*, member: Member, to: Member, by: Member, at: dt.datetime | None = None) -> int:
    """At a leaving, all open tasks go to the successor or none does; how many went.

    Clause: 3.3.2.  Raises: RuleBroken naming what the successor may not decide, NotPermitted.  Events: approvals:task:handed_over.
    Races: as hand_over_all; every round moves something or ends, so it comes to an end.
    """
    moved = 0
    while open_tasks_of(member).exists():
        done = hand_over_all(member=member, to=to, by=by, reason=_("离职交接"), at=at)
        if done.left:
            why = _("没有审批权限、是编写人，或已经在这里审批过。")
            raise org.cannot_take(to, [title for title, _reason in done.left], why=why, clause="3.3.2")
        moved += len(done.moved)
    return moved
