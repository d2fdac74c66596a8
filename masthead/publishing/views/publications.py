"""List, detail, schedule, move, cancel, try again, resolve; panels on the draft's and the account's page."""

import datetime as dt
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.accounts import queries as accounts_queries
from masthead.accounts.models import Account
from masthead.content import queries as content_queries
from masthead.content.models import Draft
from masthead.core import clock
from masthead.core.errors import BadInput, FaultKind
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields
from masthead.org.models import Member
from masthead.publishing import actions, queries
from masthead.publishing.forms import (
    MoveForm,
    OperatorForm,
    PublicationFilter,
    ResolveForm,
    ScheduleForm,
)
from masthead.publishing.models import Publication
from masthead.publishing.phases import steps_of
from masthead.publishing.states import Verdict


def _member(request: HttpRequest) -> Member:
    return cast("Member", request.user)


@requires(queries.READ)
def publications(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    form = PublicationFilter(
        request.GET or None, accounts=list(queries.accounts_in_view(member).select_related("platform"))
    )
    wanted = form.wanted() if form.is_bound else {}
    rows = queries.filtered(queries.publications_visible_to(member), **wanted)
    rows = queries.selected(rows, form.only_this, clock.now())
    page = page_of(rows, order=("-due_at", "-id"), cursor=request.GET.get("cursor", ""))
    return render(request, "publishing/publications.html", {"page": page, "form": form, "switch": _switch()})


def _switch() -> list[dict[str, object]]:
    return [
        {"label": _("列表"), "href": reverse("publishing:publications"), "current": True, "icon": "layout-list"},
        {"label": _("日历"), "href": reverse("publishing:calendar"), "current": False, "icon": "calendar"},
    ]


@requires(queries.READ)
def publication_detail(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk)
    return render(request, "publishing/publication_detail.html", _detail(request, publication))


def _detail(request: HttpRequest, publication: Publication) -> dict[str, object]:
    member = _member(request)
    may_schedule = queries.may_handle(member, queries.SCHEDULE, publication)
    state = publication.state
    can_go_out = state == "failed" and queries.retry_gate(publication) is None
    crumbs = [{"label": _("发布"), "href": reverse("publishing:publications")}, {"label": publication.title}]
    return {
        "publication": publication,
        "crumbs": crumbs,
        "advice": queries.advice_for(publication),
        "pauses": list(queries.pauses_over(publication)) if state in ("scheduled", "handed", "held") else [],
        **_watched(publication),
        "facts": queries.facts_of(publication),
        "may_move": may_schedule and state in ("scheduled", "held"),
        "may_send_late": may_schedule and state == "held",
        "careful": queries.unexplained_day(publication) if may_schedule else "",
        "may_explain": queries.may_explain(member, unit_id=publication.unit_id, account=publication.account),
        "may_retry": may_schedule and can_go_out,
        "retry_first": publication.failure_kind
        != FaultKind.REJECTED,  # a refused text needs another text, not another try
        "may_resolve": queries.may_handle(member, queries.RESOLVE, publication) and state == "unknown",
        "may_withdraw": state == "published" and queries.may_withdraw(member, publication),
        "may_correct": state == "published" and queries.may_handle(member, queries.CORRECT, publication),
        "move_form": MoveForm(initial={"planned_at": publication.planned_at}),
        "resolve_form": ResolveForm(),
        **_task(member, publication, may_schedule=may_schedule),
    }


def _watched(publication: Publication) -> dict[str, object]:
    """Every minute of it, where it stands on its way, and what the look ahead found."""
    calls = queries.calls_of(publication)
    return {
        "log": queries.log_of(publication, calls),
        "steps": steps_of(publication, last=calls[-1] if calls else None),
        "preflight": publication.preflight_now,
    }


def _task(member: Member, publication: Publication, *, may_schedule: bool) -> dict[str, object]:
    """What a task in a person's hands adds to the page."""
    if not (publication.by_hand or publication.account.publishes_by_hand):
        return {}
    state = publication.state
    may_take, open_ = queries.may_take(member, publication), state in ("scheduled", "handed")
    proofs = queries.proofs_of(publication)
    chosen = {"operator": publication.operator_id}
    may_name = may_schedule and open_
    return {
        "by_hand": True,
        "proofs": proofs,
        "openings": queries.openings_of(publication),
        "may_kit": may_take and open_,
        "may_look": state == "proof" and queries.may_look(member, publication, next(iter(proofs), None)),
        "may_move": may_schedule and (open_ or state == "held"),
        "may_name": may_name,
        "may_close": may_take and state == "handed",
        "operator_form": OperatorForm(initial=chosen, people=queries.operators_for(publication)) if may_name else None,
    }


@requires(queries.SCHEDULE)
def schedule(request: HttpRequest, draft_pk: int) -> HttpResponse:
    member = _member(request)
    draft = content_queries.get_draft_for(member, draft_pk)
    accounts = queries.accounts_to_schedule(member, draft)
    start, rules = _initial(request, accounts), queries.rules_in_force()
    form = ScheduleForm(request.POST or None, accounts=accounts, rules=rules, initial=start)
    if request.method != "POST" or not form.is_valid():
        return _schedule_page(request, draft, form, crowd=[], status=422 if form.is_bound else 200)
    crowd = queries.crowd_at(form.chosen, form.moment or clock.now())
    if not crowd or form.cleaned_data["crowded_ok"]:
        return _scheduled(request, draft, form)
    return _schedule_page(request, draft, form, crowd=crowd, status=422)


def _scheduled(request: HttpRequest, draft: Draft, form: ScheduleForm) -> HttpResponse:
    full = queries.days_that_are_full(form.chosen, form.moment or clock.now())
    given = {
        "planned_at": form.moment,
        "late": form.late,
        "note": form.cleaned_data["note"],
        "zone": form.cleaned_data["zone"],
    }
    try:
        made = actions.schedule_draft(draft=draft, accounts=form.chosen, by=_member(request), **given)
    except BadInput as refused:
        return _schedule_page(request, draft, beside_fields(form, refused), crowd=[], status=422)
    messages.success(request, _("已排期 %(n)s 个账号") % {"n": len(made)})
    for words in full:
        messages.warning(request, words)
    return redirect(made[0])


def _initial(request: HttpRequest, accounts: list[Account]) -> dict[str, object]:
    initial: dict[str, object] = {"accounts": [str(a.pk) for a in accounts]}
    if wanted := request.GET.get("at"):
        initial["planned_at"] = wanted[:16]
    return initial


def _schedule_page(
    request: HttpRequest, draft: Draft, form: ScheduleForm, *, crowd: list[queries.Crowd], status: int
) -> HttpResponse:
    slots: list[dt.datetime] = []
    if draft.window_start and draft.window_end:
        slots = queries.free_slots(
            list(form.by_key.values()), draft.window_start, draft.window_end, now=clock.now() + form.rules.lead
        )
    context = {
        "draft": draft,
        "form": form,
        "crowd": crowd,
        "gate": queries.schedule_gate(draft),
        "careful": form.errors.get("note") or queries.days_of_demand(draft),
        "slots": [(s, f"?at={clock.china(s):%Y-%m-%dT%H:%M}") for s in slots],
        "crumbs": [{"label": draft.title, "href": draft.get_absolute_url()}, {"label": _("排期")}],
    }
    return render(request, "publishing/schedule.html", context, status=status)


@require_POST
@requires(queries.SCHEDULE)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.SCHEDULE)
    actions.cancel_publication(publication=publication, reason=request.POST.get("reason", ""), by=_member(request))
    messages.success(request, _("已取消这次发布"))
    return redirect(publication)


@require_POST
@requires(queries.SCHEDULE)
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.SCHEDULE)
    actions.retry_publication(publication=publication, reason=request.POST.get("reason", ""), by=_member(request))
    messages.success(request, _("已重新排入队列"))
    return redirect(publication)


@require_POST
@requires(queries.RESOLVE)
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.RESOLVE)
    form = ResolveForm(request.POST)
    if not form.is_valid():
        context = _detail(request, publication) | {"resolve_form": form}
        return render(request, "publishing/publication_detail.html", context, status=422)
    data = form.cleaned_data
    actions.resolve_unknown(
        publication=publication,
        verdict=Verdict(data["verdict"]),
        reason=data["reason"],
        url=data["url"],
        by=_member(request),
    )
    messages.success(request, _("核实结果已记录"))
    return redirect(publication)


@requires(queries.READ)
def draft_publications(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel on the draft's page."""
    member = _member(request)
    draft = content_queries.get_draft_for(member, pk)
    gate = queries.schedule_gate(draft)
    open_accounts = [] if gate else queries.accounts_to_schedule(member, draft)
    context = {
        "draft": draft,
        "rows": queries.publications_of_draft(member, draft),
        "may_schedule": request.user.has_perm(queries.SCHEDULE),
        "gate": gate,
        "open_accounts": open_accounts,
    }
    return render(
        request, f"publishing/draft_publications.html{'#panel' if request.headers.get('HX-Request') else ''}", context
    )


@requires(queries.READ)
def account_publications(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel on the account's page."""
    member = _member(request)
    account = accounts_queries.get_account_for(member, pk)
    context = {"account": account, "rows": queries.publications_of_account(member, account)}
    return render(
        request, f"publishing/account_publications.html{'#panel' if request.headers.get('HX-Request') else ''}", context
    )
