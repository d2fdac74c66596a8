"""What the board leads to: findings, exceptions, frozen months, clauses that nobody checks, questions of meaning, packs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.approvals import queries as approvals
from masthead.core import clock
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.rulebook import actions, queries
from masthead.rulebook.forms import AnswerForm, AskForm, ExceptionForm, FindingFilter, PackForm, PlanForm
from masthead.rulebook.states import ExceptionState, FindingState
from masthead.rulebook.views.asking import done, member_of, status_of

READ, BUILD = "rulebook.board.read", "rulebook.pack.build"


@require_GET
@requires(READ)
def findings(request: HttpRequest) -> HttpResponse:
    """Findings, open ones first when nothing else is asked."""
    member, asked = member_of(request), request.GET
    rows = queries.findings(
        state=asked.get("state", FindingState.OPEN),
        clause=asked.get("clause", ""),
        mine=member.pk if asked.get("mine") else None,
    )
    context = {
        "page": page_of(rows, order=["-id"], cursor=asked.get("cursor", "")),
        "form": FindingFilter(asked or {"state": FindingState.OPEN}),
        "today": clock.today(),
    }
    return render(request, "rulebook/findings.html", context)


@require_GET
@requires(READ)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding with its corrective action."""
    row = queries.get_finding(pk)
    initial = {"owner": row.owner_id, "due_on": row.due_on, "cause": row.cause, "action": row.action}
    context = {
        "finding": row,
        "form": PlanForm(initial=initial),
        "may_manage": row.state == FindingState.OPEN and queries.may_correct(member_of(request), row),
        "still_fails": queries.still_fails(row) if row.state == FindingState.OPEN else None,
        "clause": queries.clause_in_force(row.clause_key),
    }
    return render(request, "rulebook/finding.html", context)


@require_POST
@requires("rulebook.finding.manage")
def plan_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who puts it right."""
    row, form = queries.get_finding(pk), PlanForm(request.POST)
    if done(form, lambda: actions.plan_correction(finding=row, by=member_of(request), **form.cleaned_data)):
        messages.success(request, _("整改安排已保存，负责人已收到通知。"))
        return redirect(row)
    context = {
        "finding": row,
        "form": form,
        "may_manage": True,
        "still_fails": queries.still_fails(row),
        "clause": queries.clause_in_force(row.clause_key),
    }
    return render(request, "rulebook/finding.html", context, status=422)


@require_POST
@requires("rulebook.finding.manage")
def close_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a finding whose object is no longer examined."""
    row = queries.get_finding(pk)
    actions.close_finding(finding=row, by=member_of(request))
    messages.success(request, _("问题已关闭。"))
    return redirect(row)


@require_GET
@requires(READ)
def exceptions(request: HttpRequest) -> HttpResponse:
    """Every exception, newest first."""
    page = page_of(queries.all_exceptions(), order=["-id"], cursor=request.GET.get("cursor", ""))
    context = {"page": page, "may_ask": member_of(request).has_perm("rulebook.exception.ask"), "today": clock.today()}
    return render(request, "rulebook/exceptions.html", context)


@require_http_methods(["GET", "POST"])
@requires("rulebook.exception.ask")
def ask_exception(request: HttpRequest) -> HttpResponse:
    """Ask for one."""
    form = ExceptionForm(
        request.POST or None, initial={"clause_key": request.GET.get("clause", ""), "starts_on": clock.today()}
    )
    if request.method == "POST" and done(
        form, lambda: actions.ask_exception(by=member_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("豁免申请已提交组长审批。"))
        return redirect("rulebook:exceptions")
    return render(request, "rulebook/exception_ask.html", {"form": form}, status=status_of(form))


@require_GET
@requires(READ)
def exception(request: HttpRequest, pk: int) -> HttpResponse:
    """One exception."""
    row, member = queries.get_exception(pk), member_of(request)
    context = {
        "exception": row,
        "case": approvals.latest_case(actions.EXCEPTION, pk) if member.has_perm("rulebook.amendment.read") else None,
        "may_end": member.has_perm("rulebook.amendment.approve") and row.state == ExceptionState.LIVE,
    }
    return render(request, "rulebook/exception.html", context)


@require_POST
@requires("rulebook.amendment.approve")
def end_exception(request: HttpRequest, pk: int) -> HttpResponse:
    """End one early."""
    row = queries.get_exception(pk)
    actions.end_exception(exception=row, by=member_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, _("豁免已结束。"))
    return redirect(row)


@require_GET
@requires(READ)
def snapshots(request: HttpRequest) -> HttpResponse:
    """Frozen months."""
    page = page_of(queries.snapshots(), order=["-month", "-pk"], cursor=request.GET.get("cursor", ""))
    return render(request, "rulebook/snapshots.html", {"page": page})


@require_GET
@requires(READ)
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    """One frozen month."""
    row = queries.get_snapshot(pk)
    return render(request, "rulebook/snapshot.html", {"snapshot": row, "holds": queries.snapshot_holds(row)})


@require_GET
@requires(READ)
def debt(request: HttpRequest) -> HttpResponse:
    """Clauses without automatic evidence."""
    return render(request, "rulebook/debt.html", {"debt": queries.debt()})


@require_GET
@requires(READ)
def interpretations(request: HttpRequest) -> HttpResponse:
    """Questions of meaning and their answers."""
    page = page_of(queries.interpretations(), order=["-id"], cursor=request.GET.get("cursor", ""))
    return render(request, "rulebook/interpretations.html", {"page": page})


@require_http_methods(["GET", "POST"])
@requires(READ)
def ask_interpretation(request: HttpRequest, key: str) -> HttpResponse:
    """Ask what a clause means."""
    clause, form = queries.get_clause(key), AskForm(request.POST or None)
    if request.method == "POST" and done(
        form, lambda: actions.ask_interpretation(clause_key=key, by=member_of(request), **form.cleaned_data)
    ):
        messages.success(request, _("问题已提交运营管理小组。"))
        return redirect(clause)
    return render(request, "rulebook/interpretation_ask.html", {"clause": clause, "form": form}, status=status_of(form))


@require_GET
@requires(READ)
def interpretation(request: HttpRequest, pk: int) -> HttpResponse:
    """One question and its answer."""
    row = queries.get_interpretation(pk)
    may = row.answered_at is None and member_of(request).has_perm("rulebook.policy.interpret")
    return render(request, "rulebook/interpretation.html", {"row": row, "form": AnswerForm(), "may_answer": may})


@require_POST
@requires("rulebook.policy.interpret")
def answer_interpretation(request: HttpRequest, pk: int) -> HttpResponse:
    """The group's answer."""
    row, form = queries.get_interpretation(pk), AnswerForm(request.POST)
    if done(
        form, lambda: actions.answer_interpretation(interpretation=row, by=member_of(request), **form.cleaned_data)
    ):
        return redirect(row)
    return render(request, "rulebook/interpretation.html", {"row": row, "form": form, "may_answer": True}, status=422)


@require_http_methods(["GET", "POST"])
@requires(BUILD)
def packs(request: HttpRequest) -> HttpResponse:
    """Packs that were ordered, and a new one."""
    today = clock.today()
    form = PackForm(request.POST or None, initial={"since": today.replace(day=1), "until": today})
    if request.method == "POST" and done(form, lambda: actions.order_pack(by=member_of(request), **form.cleaned_data)):
        messages.success(request, _("已开始生成，完成后可以在这里下载。"))
        return redirect("rulebook:packs")
    page = page_of(queries.packs(), order=["-id"], cursor=request.GET.get("cursor", ""))
    return render(request, "rulebook/packs.html", {"page": page, "form": form}, status=status_of(form))


@require_GET
@requires(BUILD)
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """One pack, or only how far it is."""
    template = "rulebook/pack_page.html#status" if request.headers.get("HX-Request") else "rulebook/pack_page.html"
    return render(request, template, {"pack": queries.get_pack(pk)})
