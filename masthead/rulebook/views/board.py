"""The text of the rulebook, the execution board, one clause opened."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from masthead.core import clock
from masthead.core.jobs import enqueue
from masthead.core.paging import Page, page_of
from masthead.core.permissions import requires
from masthead.rulebook import actions, queries
from masthead.rulebook.models import ProbeResult
from masthead.rulebook.views.asking import day_of, member_of


@require_GET
@requires("rulebook.board.read")
def clause_index(request: HttpRequest) -> HttpResponse:
    """The policy as a document: chapters, text, states, the screens that carry it out."""
    member = member_of(request)
    context = {
        "reading": queries.reading(member),
        "may_adopt": member.has_perm("rulebook.policy.adopt"),
        "may_import": member.has_perm("rulebook.policy.import"),
    }
    return render(request, "rulebook/clauses.html", context)


@require_GET
@requires("rulebook.board.read")
def board(request: HttpRequest) -> HttpResponse:
    """Every clause with its state and figure, now or as it was kept on a past day."""
    member, only, on = member_of(request), request.GET.get("state", ""), day_of(request)
    context = {
        "board": queries.board_on(on, only=only) if on else queries.board(only=only),
        "on": on,
        "today": clock.today(),
        "shown": only,
        "may_run": member.has_perm("rulebook.probe.run"),
        "may_adopt": member.has_perm("rulebook.policy.adopt"),
    }
    return render(request, "rulebook/board.html", context)


@require_GET
@requires("rulebook.board.read")
def clause(request: HttpRequest, key: str) -> HttpResponse:
    """One clause: text, guards, probes with the rows behind their figures, history."""
    member, names = member_of(request), member_of(request).has_perm("trail.event.read")
    detail = queries.clause_detail(clause=queries.get_clause(key), with_names=names, on=day_of(request))
    chosen = next(
        (c for c in detail.probes if c.probe.key == request.GET.get("probe")), next(iter(detail.probes), None)
    )
    page: Page[ProbeResult] | None = None
    if chosen is not None and chosen.run is not None:
        page = page_of(queries.results_of(chosen.run), order=["rank", "pk"], cursor=request.GET.get("cursor", ""))
    context = {
        "detail": detail,
        "chosen": chosen,
        "crumbs": _crumbs(detail),
        "page": page,
        "screens": queries.screens_for(member).get(key, []),
        "may_run": member.has_perm("rulebook.probe.run"),
        "may_except": member.has_perm("rulebook.exception.ask"),
        "reads_trail": names,
    }
    template = "rulebook/clause.html#results" if request.headers.get("HX-Request") else "rulebook/clause.html"
    return render(request, template, context)


def _crumbs(detail: queries.ClauseDetail) -> list[dict[str, str]]:
    """The board, then chapter and section."""
    home = {"label": _("执行看板"), "href": reverse("rulebook:board")}
    return [home, *({"label": f"{c.number} {c.title}", "href": c.get_absolute_url()} for c in detail.above)]


@require_GET
@requires("rulebook.board.read")
def trend(request: HttpRequest) -> HttpResponse:
    """The two numbers day by day."""
    days = 90 if request.GET.get("days") == "90" else 30
    return render(request, "rulebook/trend.html", {"trend": queries.trend(days=days), "days": days})


@require_POST
@requires("rulebook.probe.run")
def run_all(request: HttpRequest) -> HttpResponse:
    """Check the whole board again, in the background."""
    enqueue("rulebook.run_probes", member_of(request).pk)
    messages.success(request, _("已开始重新检查，结果会陆续更新。"))
    return redirect("rulebook:board")


@require_POST
@requires("rulebook.probe.run")
def run_clause(request: HttpRequest, key: str) -> HttpResponse:
    """Check one clause again, at once."""
    found = queries.get_clause(key)
    ran = actions.run_probes(by=member_of(request), clause_key=found.key)
    messages.success(request, _("已重新检查。") if ran else _("检查正在进行，请稍后刷新。"))
    return redirect(found)


@require_POST
@requires("rulebook.policy.adopt")
def adopt(request: HttpRequest) -> HttpResponse:
    """Put the built-in rulebook into force."""
    actions.adopt_template(by=member_of(request))
    messages.success(request, _("内置制度已启用。"))
    return redirect("rulebook:clauses")
