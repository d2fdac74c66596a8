"""The list of cases, one case with its exhibit, its path, its print form, and the preview of a path."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from masthead.approvals import queries
from masthead.approvals.forms import ApproveForm
from masthead.approvals.models import Case, CaseState
from masthead.approvals.registry import SUBJECTS, Subject
from masthead.core.errors import NotThere
from masthead.core.paging import Page, page_of
from masthead.core.permissions import for_every_member
from masthead.org import queries as org
from masthead.org.models import Member

READ_ALL, HAND_OVER = "approvals.case.read_all", "approvals.task.hand_over"


def member_of(request: HttpRequest) -> Member:
    """Who asks."""
    assert isinstance(request.user, Member)
    return request.user


def _tabs(member: Member, current: str) -> list[dict[str, Any]]:
    waiting = org.counters_of(member).get("approvals.todo", 0)
    tabs = [
        ("todo", _("待我审批"), waiting),
        ("done", _("我已处理"), ""),
        ("cc", _("抄送我的"), ""),
        ("mine", _("我发起的"), ""),
    ]
    if member.has_perm(READ_ALL):
        tabs.append(("all", _("全部"), ""))
    here = current if current in [key for key, *_rest in tabs] else "todo"
    return [{"key": k, "label": label, "count": n, "href": f"?tab={k}", "current": k == here} for k, label, n in tabs]


def _hand_over_link() -> dict[str, str]:
    return {"label": _("移交待办审批"), "href": reverse("approvals:handovers"), "icon": "arrow-right"}


def _rows(member: Member, tab: str, given: dict[str, str]) -> Page[Any]:
    text, cursor = given["q"], given["cursor"]
    if tab in ("todo", "done"):
        rows = queries.task_rows(member, done=tab == "done", text=text, late=bool(given["late"]))
        return page_of(rows, order=queries.WAITING_ORDER if tab == "todo" else ["-decided_at", "-pk"], cursor=cursor)
    if tab == "cc":
        return page_of(queries.copy_rows(member, text=text), order=["-pk"], cursor=cursor)
    cases = queries.case_rows(member, own=tab == "mine", text=text, state=given["state"])
    return page_of(cases, order=["-opened_at", "-pk"], cursor=cursor)


@require_GET
@for_every_member
def cases(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I decided, read and opened, and everything for those who may read it."""
    member = member_of(request)
    given = {name: request.GET.get(name, "").strip() for name in ("q", "cursor", "late", "state")}
    tabs = _tabs(member, request.GET.get("tab", "todo"))
    tab = next(t["key"] for t in tabs if t["current"])
    page = _rows(member, tab, given)
    context = {
        "tabs": tabs, "tab": tab, "page": page, "q": given["q"], "late": given["late"], "state": given["state"],
        "states": CaseState.choices, "filtered": given["q"] or given["late"] or given["state"],
        "menu": [_hand_over_link()] if member.has_perm(HAND_OVER) else [],
        "batch": tab == "todo" and any(task.case.low_risk for task in page),
    }  # fmt: skip
    fragment = "#rows" if request.headers.get("HX-Request") else ""
    return render(request, f"approvals/cases.html{fragment}", context)


@require_GET
@for_every_member
def case_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be decided at the left, the path and the decision at the right."""
    case = queries.get_case_for(member_of(request), pk)
    return show_case(request, case, fragment=bool(request.headers.get("HX-Request")))


def show_case(
    request: HttpRequest, case: Case, *, fragment: bool, form: Form | None = None, status: int = 200
) -> HttpResponse:
    """The case as page or fragment; `form` brings back what could not be used."""
    member, subject = member_of(request), SUBJECTS[case.subject_kind]
    thing = subject.load(case.subject_id)
    shown_hash = subject.content_hash(thing)
    task = queries.open_task_of(member, case)
    moved = case.state == CaseState.RUNNING and shown_hash != case.content_hash
    if form is None:
        form = ApproveForm(aspects=subject.confirmations, initial={"hash_seen": shown_hash})
    aspects = queries.aspects_of(subject, thing, case, getattr(form, "notes", {})) if task else []
    context = {
        "case": case, "thing": thing, "subject": subject, "subject_url": subject.url(thing),
        "task": task, "form": form, "aspects": aspects, "shown_hash": shown_hash, "hash_field": {"hash_seen": shown_hash}, "moved": moved, "fragment": fragment,
        "moves": queries.moves_of(task) if task else [], "held": None if task else queries.held_task_of(member, case),
        "copy": None if task else queries.copy_of(member, case),
        "may_withdraw": case.state == CaseState.RUNNING and case.requester_id == member.pk,
        "next_task": queries.next_task_of(member, after=case) if task is None else None,
        "exhibit": "" if fragment else _exhibit(request, subject, thing, case),
    }  # fmt: skip
    return render(request, f"approvals/case.html{'#case' if fragment else ''}", context, status=status)


def _exhibit(request: HttpRequest, subject: Subject, thing: Any, case: Case) -> SafeString:
    template, context = subject.exhibit(thing, case)
    return render_to_string(template, context, request=request) if template else mark_safe("")


@require_GET
@for_every_member
def preview(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Who would be asked if the viewer handed the thing in now; for its authors and those who may decide in its department."""
    member, subject = member_of(request), SUBJECTS.get(kind)
    if subject is None:
        raise NotThere(_("没有这类审批对象。"), code="kind_not_there")
    thing = subject.load(pk)
    unit, parties = subject.unit_id(thing), set(subject.parties(thing))
    if member.pk not in parties and not any(org.may(member, c, unit_id=unit) for c in (subject.capability, READ_ALL)):
        raise NotThere(_("没有这个对象，或它不在您的范围内。"), code="subject_not_there")
    return render(
        request, "approvals/_preview.html", {"path": queries.preview_path(kind, thing, member, parties=parties)}
    )


@require_GET
@for_every_member
def path(request: HttpRequest, pk: int) -> HttpResponse:
    """Who decided and who is still to be asked, round by round; the case page fetches it after the text stands."""
    case = queries.get_case_for(member_of(request), pk)
    thing = SUBJECTS[case.subject_kind].load(case.subject_id)
    template = "approvals/_path.html" if request.headers.get("HX-Request") else "approvals/path.html"
    return render(
        request, template, {"case": case, "rounds": queries.rounds_of(case, thing), "copies": queries.copies_of(case)}
    )


@require_GET
@for_every_member
def print_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The case on paper: who decided what on which fingerprint, with the people, the times and the words."""
    case = queries.get_case_for(member_of(request), pk)
    subject = SUBJECTS[case.subject_kind]
    thing = subject.load(case.subject_id)
    context = {
        "case": case, "subject": subject, "rounds": queries.rounds_of(case, thing), "copies": queries.copies_of(case),
        "aspects": dict(subject.confirmations), "hash_now": subject.content_hash(thing),
    }  # fmt: skip
    return render(request, "approvals/print.html", context)
