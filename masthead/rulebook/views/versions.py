"""Versions: history, one version, two versions side by side."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.approvals import queries as approvals
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.rulebook import actions, queries
from masthead.rulebook.comparison import changes_only
from masthead.rulebook.forms import ConfirmForm, ProposalForm
from masthead.rulebook.states import VersionState
from masthead.rulebook.views.asking import done, member_of, status_of

READ, DRAFT = "rulebook.board.read", "rulebook.amendment.draft"


def _asked_day(request: HttpRequest) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


@require_GET
@requires(READ)
def versions(request: HttpRequest) -> HttpResponse:
    """The history of the text, and which one was in force on a day."""
    member, day = member_of(request), _asked_day(request)
    rows = queries.versions_visible_to(member)
    context = {
        "page": page_of(rows, order=["-number", "-pk"], cursor=request.GET.get("cursor", "")),
        "day": day,
        "on_day": queries.version_on(day) if day else None,
        "may_draft": member.has_perm(DRAFT) and queries.policy_in_force() is not None,
    }
    return render(request, "rulebook/versions.html", context)


@require_GET
@requires(READ)
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its words, its state, and what comes next."""
    member = member_of(request)
    row = queries.get_version_for(member, pk)
    context = {
        "version": row,
        "places": queries.clauses_of(row),
        "case": approvals.latest_case(actions.AMENDMENT, pk) if member.has_perm("rulebook.amendment.read") else None,
        "may_draft": member.has_perm(DRAFT) and row.state == VersionState.DRAFT,
        "base": queries.base_of(row),
        "to_sign": any(v.pk == pk for v in queries.versions_to_sign(member)),
    }
    return render(request, "rulebook/version.html", context)


@require_GET
@requires(READ)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions side by side, word by word; changes only, or the whole text."""
    member = member_of(request)
    row = queries.get_version_for(member, pk)
    asked = request.GET.get("with", "")
    other = queries.get_version_for(member, int(asked)) if asked.isdigit() else queries.base_of(row)
    found = queries.difference(other, row) if other else []
    context = {
        "version": row,
        "other": other,
        "others": queries.comparable_with(member, row),
        "places": found if request.GET.get("all") else changes_only(found),
        "changed_n": len(changes_only(found)),
        "whole": bool(request.GET.get("all")),
    }
    return render(request, "rulebook/compare.html", context)


@require_POST
@requires(DRAFT)
def start(request: HttpRequest) -> HttpResponse:
    """Begin an amendment."""
    return redirect("rulebook:edit", actions.start_amendment(by=member_of(request)).pk)


@require_http_methods(["GET", "POST"])
@requires(DRAFT)
def impact(request: HttpRequest, pk: int) -> HttpResponse:
    """What the amendment touches; each is confirmed before it may be published."""
    member, row = member_of(request), queries.get_version_for(member_of(request), pk)
    form = ConfirmForm(request.POST or None)
    tokens = request.POST.getlist("tokens")
    if request.method == "POST" and done(
        form, lambda: actions.confirm_bindings(version=row, tokens=tokens, note=form.cleaned_data["note"], by=member)
    ):
        return redirect("rulebook:impact", pk)
    found = queries.bindings_of(row)
    context = {
        "version": row,
        "form": form,
        "bindings": found,
        "left": sum(b.review is None for b in found),
        "chosen": tokens,
    }
    return render(request, "rulebook/impact.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@requires(DRAFT)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the amendment to the leader."""
    member, row = member_of(request), queries.get_version_for(member_of(request), pk)
    form = ProposalForm(request.POST or None, version=row)
    if request.method == "POST" and done(
        form, lambda: actions.propose_amendment(version=row, by=member, **form.cleaned_data)
    ):
        return redirect(row)
    context = {
        "version": row,
        "form": form,
        "left": len(queries.unconfirmed(row)),
        "changed_n": len(queries.changes_of(row)),
    }
    return render(request, "rulebook/propose.html", context, status=status_of(form))


@require_POST
@requires(DRAFT)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    member = member_of(request)
    row = queries.get_version_for(member, pk)
    actions.drop_amendment(version=row, reason=request.POST.get("reason", ""), by=member)
    return redirect("rulebook:versions")
