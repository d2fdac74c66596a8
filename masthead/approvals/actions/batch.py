"""Several approvals at once, only where the subject itself says that the risk is low."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from masthead.approvals.actions.decisions import approve_task
from masthead.approvals.models import Case, Task
from masthead.approvals.registry import SUBJECTS
from masthead.core.errors import DomainError, RuleBroken
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

MOST = 50


@dataclass
class Batch:
    """What became of each: cases approved by this person, and (title, why) of those left as they were."""

    approved: list[Case] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)


@guarded("3.3.2")
@transaction.atomic
def approve_batch(*, picks: Sequence[tuple[Task, str]], by: Member, at: dt.datetime | None = None) -> Batch:
    """Approve each (task, hash seen) for itself; one that is refused leaves the others alone, and its refusal is on the trail.

    Clause: 3.3.2.  Raises: RuleBroken for more than 50, or when any of them is not of low risk.  Events: approvals:task:approved.
    Races: cases are taken in the order of their keys, so that two batches cannot wait for each other.
    """
    if not 1 <= len(picks) <= MOST:
        raise RuleBroken(_("请选择 1 到 %(n)s 件。") % {"n": MOST}, code="batch_size", clause="3.3.2")
    batch = Batch()
    for task, hash_seen in sorted(picks, key=lambda pick: pick[0].case_id):
        subject = SUBJECTS[task.case.subject_kind]
        if not (task.case.low_risk and subject.low_risk(subject.load(task.case.subject_id))):
            raise RuleBroken(
                _("「%(title)s」不是低风险内容，要逐件审批。") % {"title": task.case.title},
                code="not_low_risk",
                clause=subject.clause,
                advice=_("请打开它单独审批。"),
            )
        keys = [key for key, _label in subject.confirmations]
        try:
            batch.approved.append(approve_task(task=task, by=by, hash_seen=hash_seen, confirmations=keys, at=at))
        except DomainError as refusal:
            batch.left.append((task.case.title, refusal.message))
            trail.record_refusal(
                action="approvals.actions.batch.approve_batch", clause=refusal.clause, code=refusal.code,
                message=refusal.message, by=by, target=task,
            )  # fmt: skip
    return batch
