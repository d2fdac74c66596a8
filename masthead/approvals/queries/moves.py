"""What a person may do with a task beside deciding it."""

from dataclasses import dataclass

from masthead.approvals.duties import candidates, desk_of, first_number
from masthead.approvals.models import StepRun, StepState, Task
from masthead.org.models import Member


@dataclass(frozen=True)
class Room:
    """`people` may be brought in; `behind` are the steps that the task may be sent back to."""

    people: list[Member]
    behind: list[StepRun]
    may_add: bool
    may_transfer: bool


def moves_of(task: Task) -> list[str]:
    """Which deeds the flow allows on this task: add, transfer, return_to; no query for people."""
    found = [deed for deed in ("add", "transfer", "return_to") if deed in task.step.allow]
    if task.added and "add" in found:
        found.remove("add")
    if "return_to" in found and not _behind(task):
        found.remove("return_to")
    return found


def room_of(task: Task) -> Room:
    """Everything the moving page offers."""
    allowed = moves_of(task)
    people = candidates(desk_of(task.case), task.step)
    return Room(people, _behind(task), "add" in allowed, "transfer" in allowed)


def _behind(task: Task) -> list[StepRun]:
    if task.step.place == 0:
        return []
    rows = StepRun.objects.filter(
        case=task.case_id,
        state=StepState.APPROVED,
        superseded=False,
        number__gte=first_number(task.case),
        number__lt=task.step.number,
        place__lt=task.step.place,
    )
    return list(rows.order_by("place"))
