"""Approve, return, reject, withdraw, and several at once."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.approvals import actions, queries
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.forms import ApproveForm, TurnDownForm, WithdrawForm
from masthead.approvals.models import Case, Task
from masthead.approvals.registry import SUBJECTS, Subject
from masthead.approvals.views.cases import member_of, show_case
from masthead.core.permissions import for_every_member
from masthead.notify import actions as notify


def decide(
    request: HttpRequest,
    pk: int,
    make_form: Callable[[QueryDict, Subject], Form],
    deed: Callable[[Task, dict[str, Any]], Case],
    said: str,
    event: str,
) -> HttpResponse:
    """Fetch the member's own task, check the form, decide; then the case again, as page or fragment."""
    task = queries.get_task_for(member_of(request), pk)
    fragment = bool(request.headers.get("HX-Request"))
    form = make_form(request.POST, SUBJECTS[task.case.subject_kind])
    if not form.is_valid():
        case = queries.get_case_for(member_of(request), task.case_id)
        return show_case(request, case, fragment=fragment, form=form, status=422)
    case = deed(task, form.decision() if isinstance(form, ApproveForm) else form.cleaned_data)
    notify.read_about(url=reverse("approvals:case", args=[case.pk]), by=member_of(request))
    return decided(request, case, said, event)


def decided(request: HttpRequest, case: Case, said: str, event: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        messages.success(request, said)
        return HttpResponseRedirect(reverse("approvals:case", args=[case.pk]))
    response = show_case(request, queries.get_case_for(member_of(request), case.pk), fragment=True)
    response["HX-Trigger"] = json.dumps(
        {event: {}, "toast": {"text": said, "level": "success"}}
    )  # ASCII: a header carries nothing else
    return response


@require_POST
@for_every_member
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve one's task."""

    def deed(task: Task, given: dict[str, Any]) -> Case:
        return actions.approve_task(task=task, by=member_of(request), **given)

    def form(data: QueryDict, subject: Subject) -> Form:
        return ApproveForm(data, aspects=subject.confirmations, noted=subject.evidence is not None)

    return decide(request, pk, form, deed, _("已通过。"), ApprovalEvent.TASK_APPROVED)


@require_POST
@for_every_member
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return for changes."""

    def deed(task: Task, given: dict[str, Any]) -> Case:
        return actions.return_task(
            task=task, by=member_of(request), comment=given["reason"], hash_seen=given["hash_seen"]
        )

    return decide(
        request, pk, lambda data, _subject: TurnDownForm(data), deed, _("已退回修改。"), ApprovalEvent.CASE_RETURNED
    )


@require_POST
@for_every_member
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no for good."""

    def deed(task: Task, given: dict[str, Any]) -> Case:
        return actions.reject_task(
            task=task, by=member_of(request), comment=given["reason"], hash_seen=given["hash_seen"]
        )

    return decide(
        request, pk, lambda data, _subject: TurnDownForm(data), deed, _("已驳回。"), ApprovalEvent.CASE_REJECTED
    )


@require_POST
@for_every_member
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The requester takes the case back."""
    case, form = queries.get_case_for(member_of(request), pk), WithdrawForm(request.POST)
    if not form.is_valid():
        return show_case(request, case, fragment=bool(request.headers.get("HX-Request")), form=form, status=422)
    case = actions.withdraw_case(case=case, by=member_of(request), reason=form.cleaned_data["reason"])
    return decided(request, case, _("已撤回，可以修改后重新提交。"), ApprovalEvent.CASE_WITHDRAWN)


@require_POST
@for_every_member
def approve_several(request: HttpRequest) -> HttpResponse:
    """Approve the ticked tasks of low risk; each carries the hash that its row showed."""
    member = member_of(request)
    picks = [pick.partition(":") for pick in request.POST.getlist("pick")]
    tasks = [(queries.get_task_for(member, int(pk)), seen) for pk, _colon, seen in picks if pk.isdigit()]
    if not tasks:
        messages.info(request, _("请先勾选要一起通过的内容。"))
        return HttpResponseRedirect(reverse("approvals:cases"))
    batch = actions.approve_batch(picks=tasks, by=member)
    for case in batch.approved:
        notify.read_about(url=reverse("approvals:case", args=[case.pk]), by=member)
    if batch.approved:
        messages.success(request, _("已通过 %(n)s 件。") % {"n": len(batch.approved)})
    for title, why in batch.left:
        messages.warning(request, _("「%(title)s」没有通过：%(why)s") % {"title": title, "why": why})
    return HttpResponseRedirect(reverse("approvals:cases"))
