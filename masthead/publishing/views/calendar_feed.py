"""iCalendar: a file to take away, and a secret address that calendar programmes read."""

import datetime as dt
import hashlib
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from limits import RateLimitItemPerHour

from masthead.core.errors import NotThere
from masthead.core.limiting import limiter
from masthead.core.permissions import public, requires
from masthead.org import queries as org_queries
from masthead.org.models import Member
from masthead.publishing import actions, errors, queries
from masthead.publishing.forms import CalendarFilterForm
from masthead.publishing.models import CalendarFeed

MOST_AN_HOUR, MOST_WRONG = 60, 30


def _ics(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@requires(queries.READ)
def download(request: HttpRequest) -> HttpResponse:
    """The span and the filters of the page."""
    member = cast("Member", request.user)
    accounts = list(queries.accounts_in_view(member).select_related("platform", "unit"))
    form = CalendarFilterForm(request.GET, accounts=accounts, people=org_queries.active_members())
    view = request.GET.get("view", "month")
    try:
        on = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return _ics(queries.calendar_file(member, settings.BASE_URL, wanted=form.wanted()), "calendar.ics")
    span = queries.span_of(view if view in queries.VIEWS else "month", on)
    data = queries.calendar_file(member, settings.BASE_URL, first=span.first, last=span.last, wanted=form.wanted())
    return _ics(data, f"calendar-{on:%Y%m%d}.ics")


@never_cache
@requires(queries.READ)
def feed(request: HttpRequest) -> HttpResponse:
    """Is there an address, when was it read; the address itself is shown once, when it is made."""
    return _feed_page(request, "")


def _feed_page(request: HttpRequest, address: str) -> HttpResponse:
    crumbs = [{"label": _("日历"), "href": reverse("publishing:calendar")}, {"label": _("订阅到日历软件")}]
    context = {"feed": queries.feed_of(cast("Member", request.user)), "address": address, "crumbs": crumbs}
    return render(request, "publishing/calendar_feed.html", context)


@never_cache
@require_POST
@requires(queries.READ)
def feed_open(request: HttpRequest) -> HttpResponse:
    secret = actions.open_calendar_feed(by=cast("Member", request.user))
    return _feed_page(request, f"{settings.BASE_URL}{reverse('publishing:calendar_feed_file', args=[secret])}")


@require_POST
@requires(queries.READ)
def feed_close(request: HttpRequest) -> HttpResponse:
    actions.close_calendar_feed(by=cast("Member", request.user))
    messages.success(request, _("已停用，旧地址不再有效"))
    return redirect("publishing:calendar_feed")


@never_cache
@require_GET
@public(
    "calendar programmes cannot sign in; the secret in the address is the proof, it reads only what its owner may see"
)
def feed_file(request: HttpRequest, secret: str) -> HttpResponse:
    """What the owner may see. A wrong secret costs one of a few tries; no cookie is read or set."""
    found = _owner_of(secret, str(request.META.get("REMOTE_ADDR", "")))
    actions.note_feed_read(feed=found)
    return _ics(queries.calendar_file(found.member, settings.BASE_URL), "calendar.ics")


def _owner_of(secret: str, source: str) -> CalendarFeed:
    """Each address may be read so often, each source may guess so often."""
    shared, wrong = limiter(), RateLimitItemPerHour(MOST_WRONG)
    key = hashlib.sha256(secret.encode()).hexdigest()[:32]
    pace = RateLimitItemPerHour(MOST_AN_HOUR)
    if not shared.test(wrong, f"publishing.feed.wrong.{source}") or not shared.hit(pace, f"publishing.feed.{key}"):
        raise errors.feed_too_many()
    try:
        return queries.feed_by_secret(secret)
    except NotThere:
        shared.hit(wrong, f"publishing.feed.wrong.{source}")
        raise
