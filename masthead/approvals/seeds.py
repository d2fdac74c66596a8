"""The violations that the probes must notice. Each is written in a savepoint that is rolled back."""

import datetime as dt

from masthead.approvals.models import Case, CaseState, FlowState, FlowVersion, Mode, StepRun, StepState, Task, TaskState
from masthead.core import clock
from masthead.org.models import Member

KIND, HASH = "approvals.case", "0" * 64


def _case(state: CaseState) -> Case:
    now = clock.now()
    flow = FlowVersion.objects.first() or FlowVersion.objects.create(
        key="seed", version=1, name="seed", steps=[], state=FlowState.RETIRED, digest=HASH
    )
    requester = Member.objects.order_by("pk").first() or Member.objects.create(username="seed", name="seed")
    closed = None if state == CaseState.RUNNING else now - dt.timedelta(minutes=1)
    return Case.objects.create(
        flow=flow, subject_kind="seed", subject_id=0, title="seed", content_hash=HASH, requester=requester, state=state,
        opened_at=now - dt.timedelta(days=2), closed_at=closed,
    )  # fmt: skip


def _step(case: Case, **more: object) -> StepRun:
    return StepRun.objects.create(
        **{"case": case, "number": 1, "name": "seed", "mode": Mode.ANY, "resolver": {"kind": "leader"}, **more}
    )


def _approved(step: StepRun, member: Member) -> None:
    Task.objects.create(
        step=step, case=step.case, assignee=member, state=TaskState.APPROVED, hash_seen=HASH,
        decided_at=clock.now() - dt.timedelta(minutes=1),
    )  # fmt: skip


def seed_stuck() -> tuple[str, int]:
    """A running case that nobody is asked about."""
    return KIND, _case(CaseState.RUNNING).pk


def seed_late() -> tuple[str, int]:
    """A step that should have been closed a day ago and is not."""
    case = _case(CaseState.RUNNING)
    _step(case, state=StepState.ACTIVE, due_at=clock.now() - dt.timedelta(days=1))
    return KIND, case.pk


def seed_approved_by_requester() -> tuple[str, int]:
    """A case whose requester approved it."""
    case = _case(CaseState.APPROVED)
    _approved(_step(case, state=StepState.APPROVED), case.requester)
    return KIND, case.pk


def seed_leaderless() -> tuple[str, int]:
    """A leader's step that somebody approved who never held the seat."""
    case = _case(CaseState.APPROVED)
    stranger = Member.objects.create(username="seed-stranger", name="seed")
    _approved(_step(case, state=StepState.APPROVED), stranger)
    return KIND, case.pk
