"""What the pages of the vault share: who asks, what an action refuses in a form, and the second factor shown just now."""

from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from masthead.org import queries as org
from masthead.org.models import Member
from masthead.org.second_factor import recently_shown

GET_OR_POST = ("GET", "HEAD", "POST")


def member_of(request: HttpRequest) -> Member:
    """Who asks."""
    assert isinstance(request.user, Member)
    return request.user


def ask_factor(request: HttpRequest, back: str) -> HttpResponse | None:
    """The page that asks for the second factor again, unless it was shown just now. Who has none is refused by the action."""
    if recently_shown(request):
        return None
    factors = org.factors_of(member_of(request))
    if not factors.any:
        return None
    door = "mfa_reauthenticate" if factors.totp else "mfa_reauthenticate_webauthn"
    return HttpResponseRedirect(f"{reverse(door)}?{urlencode({'next': back})}")


def form_page(request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """The form with what was typed; 422 when something is wrong with it."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
