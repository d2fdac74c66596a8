"""`{% timeline object %}`: what was done to a thing, in words. `{{ event|trail_line }}` and friends are for lists."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Model
from django.utils.translation import gettext as _

from masthead.trail import queries, wording
from masthead.trail.models import Event, Outcome

register = template.Library()


@register.inclusion_tag("ui/timeline.html")
def timeline(target: Model, most: int = 30) -> dict[str, Any]:
    """The newest events of one thing through the timeline component; one query."""
    return {"events": [timeline_entry(event) for event in queries.timeline_of(target, most)]}


@register.inclusion_tag("ui/timeline.html")
def events_timeline(events: Iterable[Event]) -> dict[str, Any]:
    """Events that the page has already, through the timeline component; no query."""
    return {"events": [timeline_entry(event) for event in events]}


def timeline_entry(event: Event) -> dict[str, Any]:
    """One event as the component reads it."""
    refused = event.outcome == Outcome.REFUSED
    return {
        "at": event.at,
        "who": wording.who(event),
        "text": wording.line(event),
        "reason": event.reason,
        "note": _("第 %(clause)s 条") % {"clause": event.clause} if refused and event.clause else "",
        "tone": "red" if refused else "",
        "icon": wording.icon(event),
    }


@register.filter
def trail_line(event: Event) -> str:
    """What was done, without the actor."""
    return wording.line(event)


@register.filter
def trail_who(event: Event) -> str:
    """Who did it, with the person on whose behalf."""
    return wording.who(event)
