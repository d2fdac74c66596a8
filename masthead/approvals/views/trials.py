"""A flow tried out: one imagined or past case, and the cases of the last quarter."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from masthead.approvals import queries
from masthead.approvals.forms import TrialForm, data_of
from masthead.approvals.views.flows import crumbs
from masthead.core.errors import NotThere
from masthead.core.permissions import requires
from masthead.org import queries as org


@require_GET
@requires("approvals.flow.read")
def flow_try(request: HttpRequest, key: str) -> HttpResponse:
    """Who would be asked, step by step, who is left out and why; what the version in force would do beside it."""
    flow, current = _tried(request, queries.require_flow_key(key)), queries.version_in_force(key)
    past, number = None, request.GET.get("case", "")
    if number.isdigit():
        past = queries.get_past_case(key, int(number))
    form = _form(request, key, past)
    imagined = _imagined(form, key, past) if form.is_bound and form.is_valid() else None
    context = {
        "key": key, "flow": flow, "current": current, "form": form, "past": past, "label": queries.flow_label(key), "crumbs": crumbs(key),
        "imagined": imagined, "cases": queries.cases_of_flow(key)[:6], "is_draft": not hasattr(flow, "version"),
        "may_design": request.user.has_perm("approvals.flow.manage"),
        **(_walks(flow, current, imagined) if imagined else {}),
    }  # fmt: skip
    fragment = "#walk" if request.headers.get("HX-Request") else ""
    return render(request, f"approvals/flow_try.html{fragment}", context)


def _tried(request: HttpRequest, key: str) -> Any:
    """The draft when there is one, else the version in force; or the version of the address."""
    number = request.GET.get("version", "")
    if number.isdigit():
        return queries.get_version(key, int(number))
    found = queries.draft_of(key) or queries.version_in_force(key)
    if found is None:
        raise NotThere(_("这个流程还没有可以试走的版本。"), code="nothing_to_try")
    return found


def _form(request: HttpRequest, key: str, past: Any) -> TrialForm:
    facts = queries.facts_of_flow(key)
    data: Any = data_of(past, facts) if past else request.GET if "requester" in request.GET else None
    return TrialForm(data, members=list(org.active_members()), units=org.units_tree(), facts=facts)


def _imagined(form: TrialForm, key: str, past: Any) -> queries.Imagined | None:
    if past is not None:
        return queries.imagined_of(past)
    subjects, given = queries.subjects_of_flow(key), form.cleaned_data
    if not subjects:
        return None
    requester = org.get_member(given["requester"])
    unit_id = given["unit"] if given["unit"] is not None else org.primary_unit_id(requester)
    return queries.Imagined(subjects[0], requester, unit_id, form.values())


def _walks(flow: Any, current: Any, imagined: queries.Imagined) -> dict[str, Any]:
    trial = queries.try_out(flow.steps, imagined)
    beside = queries.try_out(current.steps, imagined) if current and current.pk and flow != current else []
    states = [step.state for step in trial]
    hours = sum(step.path.due_hours or 0 for step in trial if step.path and step.path.walked)
    return {
        "trial": trial, "beside": queries.path_words(s.path for s in beside if s.path) if beside else "",
        "here": queries.path_words(s.path for s in trial if s.path), "walked": states.count("walked") + states.count("stuck"),
        "skipped": states.count("skipped"), "stuck": states.count("stuck"), "broken": states.count("broken"), "hours": hours,
    }  # fmt: skip


@require_GET
@requires("approvals.flow.read")
def flow_replay(request: HttpRequest, key: str) -> HttpResponse:
    """How many cases of the last quarter would take another path or reach other people."""
    flow = _tried(request, queries.require_flow_key(key))
    sound = not queries.flow_problems(flow.steps, key)
    found = queries.replay(key, flow.steps) if sound else None
    template = "approvals/_flow_replay.html" if request.headers.get("HX-Request") else "approvals/flow_replay.html"
    context = {"replay": found, "key": key, "flow": flow, "label": queries.flow_label(key), "crumbs": crumbs(key)}
    return render(request, template, context)
