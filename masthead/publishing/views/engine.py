"""The engine's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from masthead.core import clock
from masthead.core.permissions import requires
from masthead.publishing import queries
from masthead.publishing.limits import limits, seconds
from masthead.publishing.registry import panels_with_facts


@requires("publishing.engine.read")
def engine(request: HttpRequest) -> HttpResponse:
    now, figures = clock.now(), limits()
    health = queries.engine_health(now)
    context = {
        "health": health, "now": now, "limits": figures, "operations": queries.operations(now, health),
        "processes": queries.processes(health, now, seconds(figures.alive_seconds)),
        "above": panels_with_facts(now, above=True), "below": panels_with_facts(now, above=False),
        "may_open": request.user.has_perm(queries.READ),
    }  # fmt: skip
    return render(request, "publishing/engine.html", context)
