"""What holds publishing back, drawn where people plan and publish: one query a page."""

from typing import Any

from django import template

from masthead.core import clock
from masthead.publishing import queries

register = template.Library()


@register.inclusion_tag("publishing/_paused.html", takes_context=True)
def paused_banner(context: dict[str, Any]) -> dict[str, Any]:
    """Open pauses that the reader may know of."""
    return {"pauses": queries.open_pauses_for(context["request"].user), "one": False}


@register.inclusion_tag("publishing/_circuits.html", takes_context=True)
def circuits(context: dict[str, Any]) -> dict[str, Any]:
    """Breakers of platforms and learned paces of accounts; three queries."""
    now = clock.now()
    return {
        "circuits": queries.circuits(),
        "paces": queries.slow_paces(now),
        "waiting": queries.waiting_by_brakes(now),
        "may_steer": context["request"].user.has_perm(queries.STEER),
        "now": now,
        "to_open": {"to": "open"},
        "request": context["request"],
    }
