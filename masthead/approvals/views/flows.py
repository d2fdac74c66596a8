"""Flows over HTTP: the list, one flow with its history, two versions compared, publishing, retiring."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.approvals import actions, queries
from masthead.approvals.forms import PublishForm
from masthead.approvals.models import FlowDraft
from masthead.core.errors import BadInput, NotThere
from masthead.core.permissions import requires
from masthead.org.models import Member

MANAGE = "approvals.flow.manage"


def member_of(request: HttpRequest) -> Member:
    """The signed-in member; the view's decorator has let only members through."""
    assert isinstance(request.user, Member)
    return request.user


@require_GET
@requires("approvals.flow.read")
def flows(request: HttpRequest) -> HttpResponse:
    """Every flow: what is in force since when, how many cases walk it, which draft waits."""
    context = {"rows": queries.flow_rows(), "may_manage": request.user.has_perm(MANAGE)}
    return render(request, "approvals/flows.html", context)


@require_GET
@requires("approvals.flow.read")
def flow_page(request: HttpRequest, key: str) -> HttpResponse:
    """One flow: the path in force as cards, the draft that waits, every version with who and why."""
    queries.require_flow_key(key)
    flow, names = queries.version_in_force(key), queries.Directory()
    context = {
        "key": key, "flow": flow, "draft": queries.draft_of(key), "label": queries.flow_label(key), "clause": queries.clause_of_flow(key),
        "cards": queries.cards_of(flow.steps, key, names) if flow else [], "versions": queries.versions_of_flow(key),
        "running": queries.running_by_version(key), "may_manage": request.user.has_perm(MANAGE),
        "crumbs": crumbs(), "retire_fields": {"version": flow.version if flow else ""},
    }  # fmt: skip
    return render(request, "approvals/flow.html", context)


def crumbs(key: str = "") -> list[dict[str, str]]:
    """The way up from a page of a flow."""
    found = [{"label": _("审批流程"), "href": reverse("approvals:flows")}]
    return (
        [*found, {"label": str(queries.flow_label(key)), "href": reverse("approvals:flow", args=[key])}]
        if key
        else found
    )


@require_GET
@requires("approvals.flow.read")
def flow_compare(request: HttpRequest, key: str) -> HttpResponse:
    """Two versions in words; `draft` is a version, too."""
    old, new = _pair(request, queries.require_flow_key(key))
    context = {
        "key": key, "old": old, "new": new, "label": queries.flow_label(key), "crumbs": crumbs(key), "draft": queries.draft_of(key),
        "versions": queries.versions_of_flow(key), "changes": queries.changes_between(old.steps, new.steps, key),
    }  # fmt: skip
    return render(request, "approvals/flow_compare.html", context)


def _pair(request: HttpRequest, key: str) -> tuple[Any, Any]:
    """The two versions of the address; without them the newest and the one before."""
    numbers = list(queries.versions_of_flow(key).values_list("version", flat=True)[:2])
    draft = queries.draft_of(key)
    if not numbers or (len(numbers) == 1 and draft is None):
        raise NotThere(_("这个流程还没有两个可以比较的版本。"), code="nothing_to_compare")
    newest = "draft" if draft or len(numbers) == 1 else str(numbers[0])
    older = str(numbers[0]) if newest == "draft" else str(numbers[1])
    return _version(request, "old", older, key), _version(request, "new", newest, key)


def _version(request: HttpRequest, name: str, usual: str, key: str) -> Any:
    wanted = request.GET.get(name) or usual
    if wanted == "draft":
        return queries.get_draft(key)
    return queries.get_version(key, int(wanted) if wanted.isdigit() else 0)


@require_POST
@requires("approvals.flow.manage")
def flow_start(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a draft, from the version in force or from an earlier one."""
    number = request.POST.get("version", "")
    source = queries.get_version(queries.require_flow_key(key), int(number)) if number.isdigit() else None
    actions.start_draft(key=queries.require_flow_key(key), by=member_of(request), source=source)
    return HttpResponseRedirect(reverse("approvals:flow_design", args=[key]))


@require_http_methods(["GET", "HEAD", "POST"])
@requires("approvals.flow.manage")
def flow_publish(request: HttpRequest, key: str) -> HttpResponse:
    """The last look: what changes in words, who is touched, the reason."""
    draft = queries.get_draft(key)
    form = PublishForm(request.POST or None, initial={"edition": draft.edition})
    if request.method == "POST" and form.is_valid():
        try:
            flow = actions.publish_draft(draft=draft, by=member_of(request), **form.cleaned_data)
        except BadInput as refused:
            form.add_error(None, [refused.message, *refused.fields.get("steps", [])])
        else:
            messages.success(request, _("「%(flow)s」已生效，新发起的审批按它走。") % {"flow": flow})
            return HttpResponseRedirect(reverse("approvals:flow", args=[key]))
    return render(
        request, "approvals/flow_publish.html", _publish_context(draft, form), status=422 if form.errors else 200
    )


def _publish_context(draft: FlowDraft, form: PublishForm) -> dict[str, Any]:
    key = draft.key
    current, names = queries.version_in_force(key), queries.Directory()
    newest = queries.versions_of_flow(key).first()
    problems = queries.flow_problems(draft.steps, key)
    cards = queries.cards_of(draft.steps, key, names)
    return {
        "draft": draft, "key": key, "form": form, "current": current, "label": queries.flow_label(key), "crumbs": crumbs(key),
        "whole_problems": [p for p in problems if p.step_index < 0], "problem_count": len(problems), "cards": cards,
        "changes": queries.changes_between(current.steps if current else [], draft.steps, key),
        "running": sum(queries.running_by_version(key).values()), "version": newest.version + 1 if newest else 1,
    }  # fmt: skip


@require_POST
@requires("approvals.flow.manage")
def flow_discard(request: HttpRequest, key: str) -> HttpResponse:
    """Throw the draft away; the version in force stays."""
    shown = request.POST.get("edition", "")
    edition = int(shown) if shown.isdigit() else 0
    actions.discard_draft(draft=queries.get_draft(key), edition=edition, by=member_of(request))
    messages.success(request, _("草稿已放弃，生效版本没有变化。"))
    return HttpResponseRedirect(reverse("approvals:flow", args=[key]))


@require_POST
@requires("approvals.flow.manage")
def flow_retire(request: HttpRequest, key: str) -> HttpResponse:
    """Take the flow out of force, with a reason."""
    flow = queries.version_to_retire(queries.require_flow_key(key), request.POST.get("version", ""))
    actions.retire_flow(flow=flow, reason=request.POST.get("reason", ""), by=member_of(request))
    messages.warning(request, _("「%(flow)s」已停用，重新发布之前不能提交这类审批。") % {"flow": flow})
    return HttpResponseRedirect(reverse("approvals:flow", args=[key]))
