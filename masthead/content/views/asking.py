"""A form that asks and a deed that answers: what is refused stands beside its field, nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from masthead.core.errors import BadInput
from masthead.core.refusals import beside_fields
from masthead.org.models import Member


def member_of(request: HttpRequest) -> Member:
    """Who asks."""
    assert isinstance(request.user, Member)
    return request.user


def back_to(request: HttpRequest, fallback: Any) -> HttpResponse:
    """To the page inside this house that the form names, else to the thing."""
    wanted = request.POST.get("back", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if safe else fallback)


def ask(
    request: HttpRequest, form: forms.BaseForm, deed: Callable[[], Any], *, template: str, done: str = "", **words: Any
) -> HttpResponse:
    """Show the form, or do the deed and go to what it made, to `to`, or to what `after` makes of it."""
    to, after = words.pop("to", None), words.pop("after", None)
    if request.method == "POST" and form.is_valid():
        try:
            made = deed()
        except BadInput as refusal:
            beside_fields(form, refusal)
        else:
            if done:
                messages.success(request, done)
            return redirect(after(made)) if after else back_to(request, to or made)
    back = request.POST.get("back") or request.GET.get("back", "")
    return render(request, template, {"form": form, "back": back, **words}, status=422 if form.errors else 200)
