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
