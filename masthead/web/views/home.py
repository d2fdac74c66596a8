"""The workbench 工作台: what waits for me, today's schedule, figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from masthead.core import clock, workbench
from masthead.core.permissions import for_every_member


@for_every_member
def home(request: HttpRequest) -> HttpResponse:
    """The front page, from the cards that each room registered."""
    cards = workbench.cards_for(request.user)
    todo = [c for c in cards if c.kind == "todo"]
    shown = {
        "todo": [c for c in todo if c.count] + [c for c in todo if not c.count],
        "schedule": [c for c in cards if c.kind == "schedule"],
        "figures": [c for c in cards if c.kind == "figures"],
        "waiting": sum(c.count for c in todo),
        "today": clock.today(),
    }
    return render(request, "web/workbench.html", shown)
