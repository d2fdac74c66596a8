"""The state of the keys: names and counts, never a key."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from masthead.core.permissions import requires
from masthead.vault import health, presenters, queries
from masthead.vault.views import member_of


@require_GET
@requires("vault.key.read")
def keys(request: HttpRequest) -> HttpResponse:
    """Which key wraps how much, and when everything was last opened."""
    uses = queries.key_uses()
    left = sum(use.secrets + use.sealed for use in uses if use.key.state == "decrypt")
    context = {"uses": uses, "check": queries.last_check(), "health": health.keys(), "left": left}
    context |= presenters.around(member_of(request))
    return render(request, "vault/keys.html", context)
