"""Another time for a publication: what it would mean, then the deed. A drag on the calendar comes here too."""

import datetime as dt
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields
from masthead.org.models import Member
from masthead.publishing import actions, queries
from masthead.publishing.forms import MovingForm, ReplanForm
from masthead.publishing.models import Publication


def _member(request: HttpRequest) -> Member:
    return cast("Member", request.user)


@requires(queries.SCHEDULE)
def moving(request: HttpRequest, pk: int) -> HttpResponse:
    """`?at=2026-11-28T09:30`: what that time would mean."""
    publication = queries.get_publication_for(_member(request), pk, queries.SCHEDULE)
    return _page(request, publication, _moment(request.GET.get("at", ""), publication))


def _moment(text: str, publication: Publication) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text[:16]).replace(tzinfo=clock.CHINA)
    except ValueError:
        return publication.planned_at


def _page(
    request: HttpRequest, publication: Publication, at: dt.datetime, form: MovingForm | ReplanForm | None = None
) -> HttpResponse:
    found = queries.consequence_of(_member(request), publication, at)
    start = {"planned_at": at, "together": [str(row.pk) for row in found.together]}
    fresh = ReplanForm(initial=start) if found.kind == "outside" else MovingForm(siblings=found.together, initial=start)
    crumbs = [{"label": _("日历"), "href": reverse("publishing:calendar")}, {"label": _("改发布时间")}]
    context = {"publication": publication, "at": at, "found": found, "form": form or fresh, "crumbs": crumbs}
    context["back"] = _back(request) or publication.get_absolute_url()
    part = "#sheet" if request.headers.get("HX-Request") else ""
    return render(request, f"publishing/moving.html{part}", context, status=422 if form else 200)


def _back(request: HttpRequest) -> str:
    """Where the person came from, if it is one of our own pages."""
    wanted = request.POST.get("back") or request.GET.get("back") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/") else ""


@require_POST
@requires(queries.SCHEDULE)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    publication = queries.get_publication_for(member, pk, queries.SCHEDULE)
    form = MovingForm(request.POST, siblings=queries.siblings_at(member, publication))
    if not form.is_valid():
        return _page(request, publication, publication.planned_at, form)
    given = form.cleaned_data
    try:
        actions.move_together(publication=publication, besides=form.chosen, by=member, planned_at=given["planned_at"], note=given["note"])  # fmt: skip
    except BadInput as refused:
        return _page(request, publication, given["planned_at"], beside_fields(form, refused))
    messages.success(request, _("已改到新的时间，审核仍然有效"))
    return redirect(_back(request) or publication)


@require_POST
@requires(queries.SCHEDULE)
def replan(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.SCHEDULE)
    form = ReplanForm(request.POST)
    if not form.is_valid():
        return _page(request, publication, _moment(request.POST.get("planned_at", ""), publication), form)
    given = form.cleaned_data
    again = actions.replan_publication(
        publication=publication, planned_at=given["planned_at"], reason=given["reason"], by=_member(request)
    )
    done = _("已改到新的时段，稿件重新进入审核") if again else _("已改到新的时段，原审核失效，请作者重新提交审核")
    messages.success(request, done)
    return redirect(_back(request) or publication.draft)


@require_POST
@requires(queries.SENSITIVE)
def sensitive(request: HttpRequest, pk: int) -> HttpResponse:
    """Why it goes out on a sensitive day."""
    publication = queries.get_publication_for(_member(request), pk, queries.SENSITIVE)
    words = request.POST.get("reason", "")
    if actions.explain_sensitive_day(publications=[publication], words=words, by=_member(request)):
        messages.success(request, _("已写明敏感日发布的理由"))
    return redirect(publication)
