"""暂停发布: the big state, pressing, one pause with what waits under it, resuming; and letting a missed one go out late."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields
from masthead.org.models import Member
from masthead.publishing import actions, queries
from masthead.publishing.brakes import Missed, PauseReason, PauseScope
from masthead.publishing.forms import PauseForm, ResumeForm
from masthead.publishing.models import Pause


def _member(request: HttpRequest) -> Member:
    return cast("Member", request.user)


def _form(request: HttpRequest) -> PauseForm:
    member = _member(request)
    everything = member.has_perm(queries.PAUSE_ALL)
    return PauseForm(
        request.POST or None, everything=everything, platforms=queries.platforms_to_pause(member),
        accounts=queries.accounts_to_pause(member), campaigns=queries.campaigns_to_pause(member),
    )  # fmt: skip


@requires(queries.READ)
def pauses(request: HttpRequest) -> HttpResponse:
    return _list(request, _form(request) if _member(request).has_perm(queries.PAUSE) else None)


def _list(request: HttpRequest, form: PauseForm | None) -> HttpResponse:
    member = _member(request)
    past = queries.pauses_visible_to(member).exclude(ended_at=None)
    held = queries.open_pauses_for(member)
    context = {
        "open": held,
        "everything": any(pause.scope == PauseScope.COMPANY for pause in held),
        "page": page_of(past, order=("-made_at", "-id"), cursor=request.GET.get("cursor", "")),
        "form": form,
        "may_press": form is not None and bool(form.targets),
        "may_steer": member.has_perm(queries.STEER),
    }
    return render(request, "publishing/pauses.html", context, status=422 if form and form.errors else 200)


@require_POST
@requires(queries.PAUSE)
def press(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    if form.is_valid():
        why = PauseReason(form.cleaned_data["why"])
        try:
            made = actions.pause_publishing(
                target=form.target, why=why, words=form.cleaned_data["words"], by=_member(request)
            )
        except BadInput as refused:
            beside_fields(form, refused)
        else:
            messages.success(request, _("已暂停：%(what)s") % {"what": made.name})
            return redirect(made)
    return _list(request, form)


@requires(queries.READ)
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, queries.get_pause_for(_member(request), pk), ResumeForm())


def _page(request: HttpRequest, found: Pause, form: ResumeForm, status: int = 200) -> HttpResponse:
    member = _member(request)
    crumbs = [{"label": _("暂停发布"), "href": reverse("publishing:pauses")}, {"label": found.name}]
    context = {
        "pause": found, "form": form, "crumbs": crumbs, "may_end": found.is_open and queries.may_end(member, found),
        "preview": queries.resumption_preview(member, found, clock.now()) if found.is_open else None,
    }  # fmt: skip
    return render(request, "publishing/pause.html", context, status=status)


@require_POST
@requires(queries.PAUSE)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = queries.get_pause_for(_member(request), pk), ResumeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    missed = Missed(form.cleaned_data["missed"])
    count = actions.resume_publishing(
        pause=found, missed=missed, reason=form.cleaned_data["reason"], by=_member(request)
    )
    messages.success(request, _("已恢复；错过的 %(n)d 项：%(then)s") % {"n": count, "then": missed.label})
    return redirect("publishing:pauses")


@require_POST
@requires(queries.SCHEDULE)
def send_late(request: HttpRequest, pk: int) -> HttpResponse:
    publication = queries.get_publication_for(_member(request), pk, queries.SCHEDULE)
    actions.send_late(publication=publication, by=_member(request))
    messages.success(request, _("已决定补发，马上发出"))
    return redirect(publication)
