"""Approve and reject: decisions of a person on the exact content that the person saw. Returns are in returns.py."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals.actions.gate import decide, enter
from masthead.approvals.actions.progress import advance, close_case, tell_requester, wake_line
from masthead.approvals.actions.summons import close_open_tasks
from masthead.approvals.duties import Desk
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.lines import Said, step_says
from masthead.approvals.models import Case, CaseState, Task, TaskState
from masthead.core import clock
from masthead.core.errors import BadInput, RuleBroken
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

NOTE_MOST = 300


@guarded("3.3.2")
@transaction.atomic
def approve_task(
    *,
    task: Task,
    by: Member,
    hash_seen: str,
    confirmations: Collection[str],
    comment: str = "",
    notes: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> Case:
    """One person approves what the page showed, confirming every aspect. The last approval of the last step approves the case.

    `notes` = what the person wrote beside an aspect, by its key; kept with the decision.

    Clause: 3.3.2.  Raises: NotPermitted (not asked, a party, lacks the capability), Stale (content moved, decided already), RuleBroken
    (an aspect is not confirmed).  Events: approvals:task:approved, approvals:case:approved.
    Races: the case row is locked first, so two approvers of one 会签 cannot both miss that they were the last.
    """
    moment = at or clock.now()
    desk = enter(task=task, member=by, hash_seen=hash_seen)
    wanted = sorted(key for key, _label in desk.subject.confirmations)
    _check_confirmed(desk, set(wanted) - set(confirmations))
    decide(
        task=task,
        state=TaskState.APPROVED,
        hash_seen=hash_seen,
        comment=comment,
        at=moment,
        confirmed=wanted,
        notes=_kept(wanted, notes),
    )
    trail.record(
        ApprovalEvent.TASK_APPROVED, target=desk.thing, by=by, behalf=task.behalf, version=hash_seen, reason=comment,
        data={"case": desk.case.pk, "step": task.step.name, "confirmed": wanted}, at=moment,
    )  # fmt: skip
    wake_line(task=task, desk=desk, by=by, at=moment)
    advance(desk=desk, step=task.step, by=by, at=moment)
    return desk.case


def _kept(aspects: Collection[str], notes: Mapping[str, str] | None) -> dict[str, str]:
    return {key: words.strip()[:NOTE_MOST] for key, words in (notes or {}).items() if key in aspects and words.strip()}


def _check_confirmed(desk: Desk, missing: set[str]) -> None:
    if missing:
        labels = _("、").join(str(label) for key, label in desk.subject.confirmations if key in missing)
        raise RuleBroken(
            _("还没有确认：%(what)s。") % {"what": labels},
            code="not_confirmed",
            clause=desk.subject.clause,
            advice=_("逐项核对后勾选再通过。"),
        )


@guarded("3.3.2")
@transaction.atomic
def reject_task(*, task: Task, by: Member, hash_seen: str, comment: str, at: dt.datetime | None = None) -> Case:
    """Say no. The case ends, except in a 票决 whose quorum can still be reached: there it is one vote.

    Clause: 3.3.2.  Raises: as approve_task; BadInput without a comment.  Events: approvals:case:rejected, approvals:task:rejected.
    Races: as approve_task.
    """
    moment = at or clock.now()
    desk = enter(task=task, member=by, hash_seen=hash_seen)
    need_words(comment, desk.subject.clause)
    decide(task=task, state=TaskState.REJECTED, hash_seen=hash_seen, comment=comment, at=moment)
    close_open_tasks(case=desk.case, step=task.step, line=task.line)
    ended = step_says(task.step, Task.objects.filter(step=task.step)) == Said.REJECTED
    if ended:
        close_case(case=desk.case, state=CaseState.REJECTED, at=moment)
    trail.record(
        ApprovalEvent.CASE_REJECTED if ended else ApprovalEvent.TASK_REJECTED,
        target=desk.thing, by=by, behalf=task.behalf, version=hash_seen, reason=comment,
        data={"case": desk.case.pk, "step": task.step.name}, at=moment,
    )  # fmt: skip
    if ended:
        desk.subject.on_rejected(desk.thing, desk.case, by, comment)
        tell_requester(desk=desk, by=by, title=_("被驳回：%(title)s") % {"title": desk.case.title}, body=comment)
    return desk.case


def need_words(comment: str, clause: str) -> None:
    """A no without a reason helps nobody. Raises BadInput."""
    if not comment.strip():
        raise BadInput(
            _("请写明意见，提交人才知道怎样修改。"),
            code="comment_missing",
            clause=clause,
            fields={"comment": [_("请填写意见。")]},
        )
