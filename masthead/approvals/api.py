"""Doors of `approvals`: what waits for the member, one case, the three decisions on exactly what the caller read."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from masthead.approvals import actions, queries
from masthead.approvals.models import Case, CaseState, Task, TaskState
from masthead.approvals.registry import SUBJECTS
from masthead.core.permissions import for_every_member
from masthead.core.rest import Doors, In, Key, Listed, Named, Note, Out, Paging, Sha256, caller, listed, own_affairs
from masthead.notify import actions as notify
from masthead.org.models import Member

doors = Doors("approvals", _("审批"))


class CaseRow(Out):
    id: int
    title: str
    kind: str
    subject_id: int
    round: int
    state: CaseState


class TaskOut(Out):
    id: int
    state: TaskState
    step: str
    opened_at: dt.datetime | None
    decided_at: dt.datetime | None
    case: CaseRow


class StepOut(Out):
    name: str
    state: str
    people: list[Named]


class ConfirmationOut(Out):
    key: str
    label: str


class CaseOut(CaseRow):
    """`content_hash` was handed in, `current_hash` is what stands there now: send it back as `hash_seen`."""

    requester: Named
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    content_hash: str
    current_hash: str
    my_task_id: int | None
    confirmations: list[ConfirmationOut]
    steps: list[StepOut]


class TaskQuery(In):
    done: bool = False


class ApproveIn(In):
    hash_seen: Sha256
    confirmations: list[str] = Field(default=[], max_length=20)
    comment: Note = ""


class TurnDownIn(In):
    hash_seen: Sha256
    reason: str = Field(min_length=4, max_length=1000)


def row_of(case: Case) -> dict[str, Any]:
    facts = {name: getattr(case, name) for name in ("title", "subject_id", "round", "state")}
    return {"id": case.pk, "kind": case.subject_kind, **facts}


def task_of(task: Task) -> dict[str, Any]:
    moments = {"opened_at": task.opened_at, "decided_at": task.decided_at}
    return {"id": task.pk, "state": task.state, "step": task.step.name, **moments, "case": row_of(task.case)}


def case_of(case: Case, member: Member) -> dict[str, Any]:
    subject = SUBJECTS[case.subject_kind]
    task = queries.open_task_of(member, case)
    steps = [
        {"name": s.name, "state": s.state, "people": [{"id": t.assignee_id, "name": t.assignee.name} for t in s.tasks.all()]}
        for s in queries.path_of(case)
    ]  # fmt: skip
    return {
        **row_of(case),
        "requester": {"id": case.requester_id, "name": case.requester.name},
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "content_hash": case.content_hash,
        "current_hash": subject.content_hash(subject.load(case.subject_id)),
        "my_task_id": task.pk if task else None,
        "confirmations": [{"key": key, "label": str(label)} for key, label in subject.confirmations],
        "steps": steps,
    }


def decided(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The case after a decision; what announced it has been read."""
    member = caller(request)
    notify.read_about(url=reverse("approvals:case", args=[case.pk]), by=member)
    return case_of(queries.get_case_for(member, case.pk), member)


@doors.get("/approvals/tasks", _("列出本人的审批任务"), Listed[TaskOut])
@for_every_member
@own_affairs
def tasks(request: HttpRequest, wanted: Query[TaskQuery], paging: Query[Paging]) -> Any:
    order = ["-decided_at", "-pk"] if wanted.done else queries.WAITING_ORDER
    return listed(request, queries.task_rows(caller(request), done=wanted.done), paging, order=order, shape=task_of)


@doors.get("/approvals/cases/{pk}", _("读取一张审批单"), CaseOut)
@for_every_member
@own_affairs
def case(request: HttpRequest, pk: Key) -> Any:
    return case_of(queries.get_case_for(caller(request), pk), caller(request))


@doors.post("/approvals/tasks/{pk}/approve", _("通过"), CaseOut)
@for_every_member
@own_affairs
def approve(request: HttpRequest, pk: Key, given: ApproveIn) -> Any:
    member = caller(request)
    task = queries.get_task_for(member, pk)
    return decided(request, actions.approve_task(task=task, by=member, **given.model_dump()))


@doors.post("/approvals/tasks/{pk}/return", _("退回修改"), CaseOut)
@for_every_member
@own_affairs
def send_back(request: HttpRequest, pk: Key, given: TurnDownIn) -> Any:
    member = caller(request)
    task = queries.get_task_for(member, pk)
    closed = actions.return_task(task=task, by=member, comment=given.reason, hash_seen=given.hash_seen)
    return decided(request, closed)


@doors.post("/approvals/tasks/{pk}/reject", _("驳回"), CaseOut)
@for_every_member
@own_affairs
def reject(request: HttpRequest, pk: Key, given: TurnDownIn) -> Any:
    member = caller(request)
    task = queries.get_task_for(member, pk)
    closed = actions.reject_task(task=task, by=member, comment=given.reason, hash_seen=given.hash_seen)
    return decided(request, closed)
