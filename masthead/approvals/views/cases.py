"""The list of cases, one case with its exhibit, the decisions, and the preview of a path."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from masthead.approvals import actions, queries
from masthead.approvals.events import ApprovalEvent
from masthead.approvals.forms import ApproveForm, TurnDownForm, WithdrawForm
from masthead.approvals.models import Case, CaseState, Task
from masthead.approvals.registry import SUBJECTS, Subject
from masthead.core.errors import NotThere
from masthead.core.paging import Page, page_of
from masthead.core.permissions import for_every_member
from masthead.notify import actions as notify
from masthead.org import queries as org
from masthead.org.models import Member

READ_ALL = "approvals.case.read_all"


def _member(request: HttpRequest) -> Member:
    assert isinstance(request.user, Member)
    return request.user


def _tabs(member: Member, current: str) -> list[dict[str, Any]]:
    waiting = org.counters_of(member).get("approvals.todo", 0)
    tabs = [("todo", _("待我审批"), waiting), ("done", _("我已处理"), ""), ("mine", _("我发起的"), "")]
    if member.has_perm(READ_ALL):
        tabs.append(("all", _("全部"), ""))
    here = current if current in [key for key, *_rest in tabs] else "todo"
    return [{"key": k, "label": label, "count": n, "href": f"?tab={k}", "current": k == here} for k, label, n in tabs]


@require_GET
@for_every_member
def cases(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I decided, what I opened, and everything for those who may read it."""
    member, text, cursor = _member(request), request.GET.get("q", "").strip(), request.GET.get("cursor", "")
    tabs = _tabs(member, request.GET.get("tab", "todo"))
    tab = next(t["key"] for t in tabs if t["current"])
    page: Page[Any]
    if tab in ("todo", "done"):
        order = ["-pk"] if tab == "todo" else ["-decided_at", "-pk"]
        page = page_of(queries.task_rows(member, done=tab == "done", text=text), order=order, cursor=cursor)
    else:
        page = page_of(
            queries.case_rows(member, own=tab == "mine", text=text), order=["-opened_at", "-pk"], cursor=cursor
        )
    fragment = "#rows" if request.headers.get("HX-Request") else ""
    return render(request, f"approvals/cases.html{fragment}", {"tabs": tabs, "tab": tab, "page": page, "q": text})


@require_GET
@for_every_member
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be decided at the left, the path and the decision at the right."""
    return _show(request, queries.get_case_for(_member(request), pk), fragment=bool(request.headers.get("HX-Request")))


def _show(
    request: HttpRequest, case: Case, *, fragment: bool, form: Form | None = None, status: int = 200
) -> HttpResponse:
    member, subject = _member(request), SUBJECTS[case.subject_kind]
    thing = subject.load(case.subject_id)
    shown_hash = subject.content_hash(thing)
    task = queries.open_task_of(member, case)
    moved = case.state == CaseState.RUNNING and shown_hash != case.content_hash
    if form is None:
        form = ApproveForm(aspects=subject.confirmations, initial={"hash_seen": shown_hash})
    context = {
        "case": case, "thing": thing, "subject": subject, "subject_url": subject.url(thing),
        "task": task, "form": form, "shown_hash": shown_hash, "hash_field": {"hash_seen": shown_hash}, "moved": moved, "fragment": fragment,
        "may_withdraw": case.state == CaseState.RUNNING and case.requester_id == member.pk,
        "next_task": queries.next_task_of(member, after=case) if task is None else None,
        "exhibit": "" if fragment else _exhibit(request, subject, thing, case),
    }  # fmt: skip
    return render(request, f"approvals/case.html{'#case' if fragment else ''}", context, status=status)


def _exhibit(request: HttpRequest, subject: Subject, thing: Any, case: Case) -> SafeString:
    template, context = subject.exhibit(thing, case)
    return render_to_string(template, context, request=request) if template else mark_safe("")


def _decide(
    request: HttpRequest,
    pk: int,
    make_form: Callable[[QueryDict, Subject], Form],
    deed: Callable[[Task, dict[str, Any]], Case],
    said: str,
    event: str,
) -> HttpResponse:
    """Fetch the member's own task, check the form, decide; then the case again, as page or fragment."""
    task = queries.get_task_for(_member(request), pk)
    fragment = bool(request.headers.get("HX-Request"))
    form = make_form(request.POST, SUBJECTS[task.case.subject_kind])
    if not form.is_valid():
        case = queries.get_case_for(_member(request), task.case_id)
        return _show(request, case, fragment=fragment, form=form, status=422)
    case = deed(task, form.cleaned_data)
    notify.read_about(url=reverse("approvals:case", args=[case.pk]), by=_member(request))
    return _done(request, case, said, event)


def _done(request: HttpRequest, case: Case, said: str, event: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        messages.success(request, said)
        return HttpResponseRedirect(reverse("approvals:case", args=[case.pk]))
    response = _show(request, queries.get_case_for(_member(request), case.pk), fragment=True)
    response["HX-Trigger"] = json.dumps(
        {event: {}, "toast": {"text": said, "level": "success"}}
    )  # ASCII: a header carries nothing else
    return response


@require_POST
@for_every_member
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve one's task."""

    def deed(task: Task, given: dict[str, Any]) -> Case:
        return actions.approve_task(task=task, by=_member(request), **given)

    def form(data: QueryDict, subject: Subject) -> Form:
        return ApproveForm(data, aspects=subject.confirmations)

    return _decide(request, pk, form, deed, _("已通过。"), ApprovalEvent.TASK_APPROVED)


@require_POST
@for_every_member
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return for changes."""

    def deed(task: Task, given: dict[str, Any]) -> Case:
        return actions.return_task(
            task=task, by=_member(request), comment=given["reason"], hash_seen=given["hash_seen"]
        )

    return _decide(
        request, pk, lambda data, _subject: TurnDownForm(data), deed, _("已退回修改。"), ApprovalEvent.CASE_RETURNED
    )


@require_POST
@for_every_member
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no for good."""

    def deed(task: Task, given: dict[str, Any]) -> Case:
        return actions.reject_task(
            task=task, by=_member(request), comment=given["reason"], hash_seen=given["hash_seen"]
        )

    return _decide(
        request, pk, lambda data, _subject: TurnDownForm(data), deed, _("已驳回。"), ApprovalEvent.CASE_REJECTED
    )


@require_POST
@for_every_member
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The requester takes the case back."""
    case, form = queries.get_case_for(_member(request), pk), WithdrawForm(request.POST)
    if not form.is_valid():
        return _show(request, case, fragment=bool(request.headers.get("HX-Request")), form=form, status=422)
    case = actions.withdraw_case(case=case, by=_member(request), reason=form.cleaned_data["reason"])
    return _done(request, case, _("已撤回，可以修改后重新提交。"), ApprovalEvent.CASE_WITHDRAWN)


@require_GET
@for_every_member
def preview(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Who would be asked if the viewer handed the thing in now; for its authors and those who may decide in its department."""
    member, subject = _member(request), SUBJECTS.get(kind)
    if subject is None:
        raise NotThere(_("没有这类审批对象。"), code="kind_not_there")
    thing = subject.load(pk)
    unit = subject.unit_id(thing)
    if member.pk not in subject.parties(thing) and not any(
        org.may(member, c, unit_id=unit) for c in (subject.capability, READ_ALL)
    ):
        raise NotThere(_("没有这个对象，或它不在您的范围内。"), code="subject_not_there")
    return render(request, "approvals/_preview.html", {"path": queries.preview_path(kind, thing, member)})


@require_GET
@for_every_member
def path(request: HttpRequest, pk: int) -> HttpResponse:
    """Who decided and who is still to be asked, round by round; the case page fetches it after the text stands."""
    case = queries.get_case_for(_member(request), pk)
    thing = SUBJECTS[case.subject_kind].load(case.subject_id)
    template = "approvals/_path.html" if request.headers.get("HX-Request") else "approvals/path.html"
    return render(request, template, {"case": case, "rounds": queries.rounds_of(case, thing)})
