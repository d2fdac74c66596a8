"""加签, 转交, 委托, 退回到节点: a page of its own each, so that a phone has room and nothing needs a script."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from masthead.approvals import actions, queries
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.forms import AddForm, PassForm, ReturnToForm
from masthead.approvals.forms.moves import START
from masthead.approvals.models import Origin, Resume, Task, TaskState
from masthead.approvals.queries import Room
from masthead.approvals.registry import SUBJECTS
from masthead.approvals.views.cases import member_of
from masthead.approvals.views.decisions import decided
from masthead.core.permissions import for_every_member
from masthead.notify import actions as notify

Make = Callable[[Any, Task, Room], Form]
Deed = Callable[[Task, dict[str, Any]], object]


def _tabs(task: Task, current: str) -> list[dict[str, Any]]:
    allowed = queries.moves_of(task)
    tabs = [("add", "add", _("加签")), ("transfer", "transfer", _("转交")), ("delegate", "transfer", _("委托"))]
    tabs.append(("return_to", "return_to", _("退回到节点")))
    return [
        {"label": label, "href": reverse(f"approvals:{name}", args=[task.pk]), "current": name == current}
        for name, need, label in tabs
        if need in allowed
    ]


def _move(request: HttpRequest, pk: int, name: str, make: Make, deed: Deed, said: str) -> HttpResponse:
    task = queries.get_task_for(member_of(request), pk)
    case_url = reverse("approvals:case", args=[task.case_id])
    if task.state != TaskState.PENDING and request.method == "GET":
        messages.info(request, _("这项审批已经处理过了。"))
        return HttpResponseRedirect(case_url)
    form = make(request.POST if request.method == "POST" else None, task, queries.room_of(task))
    if request.method == "POST" and form.is_valid():
        deed(task, form.cleaned_data)
        notify.read_about(url=case_url, by=member_of(request))
        messages.success(request, said)
        return HttpResponseRedirect(case_url)
    context = {"task": task, "case": task.case, "form": form, "name": name, "tabs": _tabs(task, name)}
    return render(request, "approvals/move.html", context, status=422 if request.method == "POST" else 200)


def _people(form: type[AddForm | PassForm]) -> Make:
    return lambda data, _task, room: form(data, people=room.people)


@require_http_methods(["GET", "POST"])
@for_every_member
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask more people in addition."""

    def deed(task: Task, given: dict[str, Any]) -> object:
        how = Origin(given["how"])
        return actions.add_signers(
            task=task, people=given["people"], how=how, words=given["words"], by=member_of(request)
        )

    return _move(request, pk, "add", _people(AddForm), deed, _("已加签。"))


@require_http_methods(["GET", "POST"])
@for_every_member
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the task away."""

    def deed(task: Task, given: dict[str, Any]) -> object:
        return actions.transfer_task(task=task, to=given["to"], words=given["words"], by=member_of(request))

    return _move(request, pk, "transfer", _people(PassForm), deed, _("已转交。"))


@require_http_methods(["GET", "POST"])
@for_every_member
def delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let another decide in one's name."""

    def deed(task: Task, given: dict[str, Any]) -> object:
        return actions.delegate_task(task=task, to=given["to"], words=given["words"], by=member_of(request))

    return _move(request, pk, "delegate", _people(PassForm), deed, _("已委托。"))


@require_http_methods(["GET", "POST"])
@for_every_member
def return_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Send back to an earlier step, or to the requester with a way straight back."""

    def make(data: Any, task: Task, room: Room) -> Form:
        return ReturnToForm(
            data, behind=room.behind, requester=task.case.requester.name, initial={"hash_seen": _shown_hash(task)}
        )

    def deed(task: Task, given: dict[str, Any]) -> object:
        return _send_back(task, given, request)

    return _move(request, pk, "return_to", make, deed, _("已退回。"))


def _send_back(task: Task, given: dict[str, Any], request: HttpRequest) -> object:
    words = {"hash_seen": given["hash_seen"], "comment": given["reason"], "resume": Resume(given["resume"])}
    if given["place"] == START:
        return actions.return_task(task=task, by=member_of(request), **words)
    return actions.return_to_step(task=task, place=given["place"], by=member_of(request), **words)


def _shown_hash(task: Task) -> str:
    subject = SUBJECTS[task.case.subject_kind]
    return subject.content_hash(subject.load(task.case.subject_id))


@require_POST
@for_every_member
def confirm_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The reader of a copy confirms."""
    copy = queries.get_copy_for(member_of(request), pk)
    actions.confirm_reading(copy=copy, by=member_of(request))
    notify.read_about(url=reverse("approvals:case", args=[copy.case_id]), by=member_of(request))
    return decided(request, copy.case, _("已确认阅知。"), ApprovalEvent.COPY_READ)
