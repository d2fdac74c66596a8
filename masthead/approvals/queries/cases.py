"""Cases and tasks as people see them."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from masthead.approvals.models import DECIDED, Case, Copy, StepRun, Task, TaskState
from masthead.core.errors import NotThere
from masthead.org import queries as org
from masthead.org.models import Member

WAITING_ORDER = ["-opened_at", "-pk"]
"""The order of the to-do list: who waits is found through one index; by key alone a planner may walk everybody's tasks."""


def tasks_of(member: Member, *, done: bool = False) -> QuerySet[Task]:
    """Tasks that wait for the member (oldest request last), or those the member decided."""
    states = list(DECIDED) if done else [TaskState.PENDING]
    return Task.objects.filter(assignee=member, state__in=states).select_related(
        "case__requester", "case__unit", "step", "behalf"
    )


def cases_of(member: Member) -> QuerySet[Case]:
    """Cases that the member opened."""
    return Case.objects.filter(requester=member).select_related("requester", "unit")


def all_cases(member: Member) -> QuerySet[Case]:
    """Every case inside the member's scope of approvals.case.read_all."""
    return Case.objects.filter(org.scope_of(member, "approvals.case.read_all").as_q(unit="unit_id")).select_related(
        "requester", "unit"
    )


def get_case_for(member: Member, pk: int) -> Case:
    """A case for those who take part in it, got a copy, or may read all. Raises NotThere."""
    copied = Copy.objects.filter(case=OuterRef("pk"), member=member)
    part = Task.objects.filter(case=OuterRef("pk"), assignee=member).exclude(state=TaskState.QUEUED)
    scope = org.scope_of(member, "approvals.case.read_all").as_q(unit="unit_id")
    case = (
        Case.objects.filter(Q(pk=pk) & (Q(requester=member) | Exists(part) | Exists(copied) | scope))
        .select_related("requester", "unit", "flow")
        .first()
    )
    if case is None:
        raise NotThere(_("没有这张审批单，或它与您无关。"), code="case_not_there")
    return case


def get_task_for(member: Member, pk: int) -> Task:
    """The member's own task, whatever its state. Raises NotThere."""
    task = (
        Task.objects.filter(pk=pk, assignee=member)
        .select_related("case__requester", "step", "assignee", "behalf")
        .first()
    )
    if task is None:
        raise NotThere(_("没有这项审批任务，或它没有指派给您。"), code="task_not_there")
    return task


def open_task_of(member: Member, case: Case) -> Task | None:
    """The member's pending task on a case, or None."""
    return (
        Task.objects.filter(case=case, assignee=member, state=TaskState.PENDING)
        .select_related("step", "behalf")
        .first()
    )


def held_task_of(member: Member, case: Case) -> Task | None:
    """The member's task that waits for added signers, or None."""
    return Task.objects.filter(case=case, assignee=member, state=TaskState.HELD).select_related("step").first()


def copy_of(member: Member, case: Case) -> Copy | None:
    """The member's copy of a case, or None."""
    return Copy.objects.filter(case=case, member=member).first()


def get_copy_for(member: Member, pk: int) -> Copy:
    """The member's own copy. Raises NotThere."""
    copy = Copy.objects.filter(pk=pk, member=member).select_related("case").first()
    if copy is None:
        raise NotThere(_("没有这份抄送，或它不是给您的。"), code="copy_not_there")
    return copy


def copies_for(member: Member) -> QuerySet[Copy]:
    """Cases that were sent to the member to read."""
    return Copy.objects.filter(member=member).select_related("case__requester", "case__unit")


def copies_of(case: Case) -> list[Copy]:
    """Who got a copy of the case and who confirmed reading it."""
    return list(Copy.objects.filter(case=case).select_related("member").order_by("pk"))


def path_of(case: Case) -> list[StepRun]:
    """All steps of all rounds with their tasks and people, in order; two queries."""
    tasks = Task.objects.select_related("assignee", "behalf").order_by("line", "pk")
    return list(
        StepRun.objects.filter(case=case).order_by("number").prefetch_related(Prefetch("tasks", queryset=tasks))
    )


def latest_case(kind: str, subject_id: int) -> Case | None:
    """The newest case of a subject."""
    return (
        Case.objects.filter(subject_kind=kind, subject_id=subject_id)
        .order_by("-pk")
        .select_related("requester")
        .first()
    )
