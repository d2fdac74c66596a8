"""退回: to the requester, or to an earlier step of the same content. One approver is enough, whatever the step's mode."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals.actions.decisions import need_words
from masthead.approvals.actions.gate import decide, enter
from masthead.approvals.actions.progress import advance, close_case, resume_place_of, tell_requester
from masthead.approvals.actions.rounds import walk_again
from masthead.approvals.actions.steps import activate_step
from masthead.approvals.actions.summons import close_open_tasks
from masthead.approvals.duties import first_number
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.models import Case, CaseState, Resume, StepRun, StepState, Task, TaskState
from masthead.core import clock
from masthead.core.errors import RuleBroken
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded


@guarded("3.3.2")
@transaction.atomic
def return_task(
    *,
    task: Task,
    by: Member,
    hash_seen: str,
    comment: str,
    resume: Resume = Resume.REPLAY,
    at: dt.datetime | None = None,
) -> Case:
    """Send it back for changes, saying which. The case may come again as a new round.

    `resume` DIRECT: when exactly the same content comes again (a paper was missing, not a word changed), it comes straight to this step.
    Clause: 3.3.2.  Raises: as approve_task; BadInput without a comment.  Events: approvals:case:returned.
    Races: as approve_task.
    """
    moment = at or clock.now()
    desk = enter(task=task, member=by, hash_seen=hash_seen)
    need_words(comment, desk.subject.clause)
    decide(task=task, state=TaskState.RETURNED, hash_seen=hash_seen, comment=comment, at=moment)
    close_case(case=desk.case, state=CaseState.RETURNED, at=moment, resume_place=resume_place_of(task.step, resume))
    trail.record(
        ApprovalEvent.CASE_RETURNED, target=desk.thing, by=by, behalf=task.behalf, version=hash_seen, reason=comment,
        data={"case": desk.case.pk, "step": task.step.name, "resume": str(resume)}, at=moment,
    )  # fmt: skip
    desk.subject.on_returned(desk.thing, desk.case, by, comment)
    tell_requester(desk=desk, by=by, title=_("被退回：%(title)s") % {"title": desk.case.title}, body=comment)
    return desk.case


@guarded("3.3.2")
@transaction.atomic
def return_to_step(
    *,
    task: Task,
    place: int,
    by: Member,
    hash_seen: str,
    comment: str,
    resume: Resume = Resume.REPLAY,
    at: dt.datetime | None = None,
) -> Case:
    """Send it back to an earlier step; the content stays as it is. REPLAY walks every step from there again, DIRECT only that one and this one.

    Clause: 3.3.2.  Raises: as return_task; RuleBroken when the flow does not allow it or there is no such step behind.
    Events: approvals:step:sent_back.  Races: as approve_task.
    """
    moment = at or clock.now()
    desk = enter(task=task, member=by, hash_seen=hash_seen)
    need_words(comment, desk.subject.clause)
    step = task.step
    walked = {run.place: run for run in steps_behind(desk.case, step)}
    if "return_to" not in step.allow or place not in walked:
        raise RuleBroken(
            _("不能退回到这个节点。"),
            code="no_such_step_behind",
            clause=desk.subject.clause,
            advice=_("可以退回给提交人修改。"),
        )
    decide(task=task, state=TaskState.RETURNED, hash_seen=hash_seen, comment=comment, at=moment)
    close_open_tasks(case=desk.case, step=step)
    places = (
        [place, step.place] if resume == Resume.DIRECT else [p for p in sorted(walked) if p >= place] + [step.place]
    )
    StepRun.objects.filter(pk__in=[walked[p].pk for p in places if p in walked]).update(superseded=True)
    StepRun.objects.filter(pk=step.pk, state=StepState.ACTIVE).update(
        state=StepState.RETURNED, superseded=True, closed_at=moment, look_at=None, resume=resume
    )
    trail.record(
        ApprovalEvent.STEP_SENT_BACK, target=desk.thing, by=by, behalf=task.behalf, version=hash_seen, reason=comment,
        data={"case": desk.case.pk, "step": step.name, "to": walked[place].name, "resume": str(resume)}, at=moment,
    )  # fmt: skip
    first = walk_again(case=desk.case, places=places, after=step)
    if activate_step(desk=desk, step=first, by=by, at=moment):
        advance(desk=desk, step=first, by=by, at=moment)
    return desk.case


def steps_behind(case: Case, step: StepRun) -> list[StepRun]:
    """The steps of this round that were passed before `step` and still count."""
    rows = StepRun.objects.filter(
        case=case, state=StepState.APPROVED, superseded=False, number__gte=first_number(case), number__lt=step.number
    )
    return [run for run in rows.order_by("place") if run.place < step.place]
