"""The event list, for those who may read the whole trail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.trail import queries
from masthead.trail.forms import EventFilter


@requires("trail.event.read")
def event_list(request: HttpRequest) -> HttpResponse:
    """Events, newest first, by person, clause, object and outcome."""
    form = EventFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.find_events(**wanted)
    page = page_of(found, order=["-pk"], cursor=request.GET.get("cursor", ""), size=50)
    seal = queries.newest_seal()
    template = "trail/event_list.html#rows" if getattr(request, "htmx", False) else "trail/event_list.html"
    return render(request, template, {"form": form, "page": page, "seal": seal, "filtered": any(wanted.values())})
