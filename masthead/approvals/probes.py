"""What the board asks of approvals: nothing is stuck, nothing is late, nobody decided their own, and the leader decided what is the leader's."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.approvals.models import DECIDED, Case, CaseState, StepRun, StepState, Task, TaskState
from masthead.approvals.seeds import seed_approved_by_requester, seed_late, seed_leaderless, seed_stuck
from masthead.core import clock
from masthead.org.models import GroupSeat, Seat
from masthead.trail.probes import Verdict, Window, probe

PORTION = 500


def _verdict(case: Case, *, passed: bool, reason: str, **facts: Any) -> Verdict:
    return Verdict(
        "approvals.case", case.pk, case.title, passed, reason, reverse("approvals:case", args=[case.pk]), facts
    )


def _portions(cases: QuerySet[Case]) -> Iterator[list[Case]]:
    """The whole population in the order of keys, so many at a time."""
    last = 0
    while rows := list(cases.filter(pk__gt=last).order_by("pk")[:PORTION]):
        yield rows
        last = rows[-1].pk


@probe(
    "3.3.2.moving",
    clause="3.3.2",
    title=gettext_lazy("进行中的审批都有在岗的人在办"),
    why=gettext_lazy("没有人可以处理的审批会一直停在那里，提交人也不知道该找谁。"),
    seed=seed_stuck,
    window_days=1,
    weight=3,
)
def moving(_window: Window) -> Iterator[Verdict]:
    """Every running case: somebody who works here is asked now."""
    for portion in _portions(Case.objects.filter(state=CaseState.RUNNING)):
        asked = Task.objects.filter(case__in=portion, state=TaskState.PENDING, step__state=StepState.ACTIVE)
        alive = set(asked.filter(assignee__is_active=True).values_list("case_id", flat=True))
        for case in portion:
            reason = _("有在岗的人在办") if case.pk in alive else _("没有在岗的人可以处理")
            yield _verdict(case, passed=case.pk in alive, reason=reason, round=case.round)


@probe(
    "3.3.2.in_time",
    clause="3.3.2",
    title=gettext_lazy("审批节点在时限内办结"),
    why=gettext_lazy("审批拖延会让内容错过发布时间，也会让人想绕过审批。"),
    seed=seed_late,
    weight=2,
)
def in_time(window: Window) -> Iterator[Verdict]:
    """Every step whose due time fell into the window: it was closed before."""
    rows = StepRun.objects.filter(due_at__gte=window.start, due_at__lt=window.end).exclude(state=StepState.CANCELLED)
    for step in rows.select_related("case").order_by("due_at", "pk").iterator(chunk_size=PORTION):
        due = clock.china(step.due_at).strftime("%m-%d %H:%M") if step.due_at else ""
        done = step.closed_at is not None and step.due_at is not None and step.closed_at <= step.due_at
        words = _("节点「%(step)s」在 %(due)s 之前办结") if done else _("节点「%(step)s」到 %(due)s 没有办结")
        yield _verdict(
            step.case,
            passed=done,
            reason=words % {"step": step.name, "due": due},
            escalated=step.escalated_at is not None,
        )


@probe(
    "3.3.2.duties",
    clause="3.3.2",
    title=gettext_lazy("没有人审批自己提交的内容，每一项意见都针对审批的那一版"),
    why=gettext_lazy("自己审批自己等于没有审批；对着另一版内容表的态也不能算数。这是红线。"),
    seed=seed_approved_by_requester,
    red_line=True,
    weight=5,
)
def duties(window: Window) -> Iterator[Verdict]:
    """Every case approved in the window: no decision by or for the requester, at least one approval of exactly this content."""
    done = Case.objects.filter(state=CaseState.APPROVED, closed_at__gte=window.start, closed_at__lt=window.end)
    for portion in _portions(done):
        tasks = Task.objects.filter(case__in=portion, state__in=DECIDED)
        own = set(
            tasks.filter(Q(assignee=F("case__requester")) | Q(behalf=F("case__requester"))).values_list(
                "case_id", flat=True
            )
        )
        exact = set(
            tasks.filter(state=TaskState.APPROVED, hash_seen=F("case__content_hash")).values_list("case_id", flat=True)
        )
        for case in portion:
            reason = _("审批人都不是提交人，看到的正是这一版")
            if case.pk in own:
                reason = _("提交人自己参与了审批")
            elif case.pk not in exact:
                reason = _("没有人对这一版内容表示同意")
            yield _verdict(
                case, passed=case.pk in exact and case.pk not in own, reason=reason, hash=case.content_hash[:12]
            )


@probe(
    "2.2.1.leader",
    clause="2.2.1",
    title=gettext_lazy("应由组长审批的事项确由组长审批"),
    why=gettext_lazy("年度计划、预算和重大事项由组长决定；别人替他点了通过，决定就没有效力。"),
    seed=seed_leaderless,
    weight=4,
)
def leader(window: Window) -> Iterator[Verdict]:
    """Every case approved in the window through a step of the leader: who held that seat on that day approved it, or somebody in that name."""
    done = Case.objects.filter(state=CaseState.APPROVED, closed_at__gte=window.start, closed_at__lt=window.end)
    steps = StepRun.objects.filter(case__in=done, resolver__kind="leader", superseded=False, state=StepState.APPROVED)
    seats = list(GroupSeat.objects.filter(seat=Seat.LEADER))
    approvals: dict[int, list[Task]] = {}
    for task in Task.objects.filter(step__in=steps, state=TaskState.APPROVED):
        approvals.setdefault(task.step_id, []).append(task)
    for step in steps.select_related("case").order_by("case_id", "pk"):
        held = any(_held_seat(task, seats) for task in approvals.get(step.pk, []))
        reason = _("组长在任时亲自或授权他人审批") if held else _("组长节点没有在任组长的审批")
        yield _verdict(step.case, passed=held, reason=reason, step=step.name)


def _held_seat(task: Task, seats: list[GroupSeat]) -> bool:
    if task.decided_at is None:
        return False
    day, people = clock.china(task.decided_at).date(), {task.assignee_id, task.behalf_id}
    return any(
        seat.member_id in people and seat.start_on <= day and (seat.end_on is None or seat.end_on >= day)
        for seat in seats
    )
