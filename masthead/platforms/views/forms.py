"""How every form of this room is answered: what the action refuses by field stands beside the field, nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from masthead.core.errors import BadInput
from masthead.org.models import Member


def member_of(request: HttpRequest) -> Member:
    """Who asks."""
    assert isinstance(request.user, Member)
    return request.user


def form_page(
    request: HttpRequest, form: Form, deed: Callable[[], Any], *, done: str, to: Callable[[Any], str] | str, page: str,
    **words: Any,
) -> HttpResponse:  # fmt: skip
    """Ask, check the shape, do the deed; 422 with the same page when something is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            made = deed()
        except BadInput as refused:
            for name, lines in (refused.fields or {"": [str(refused.message)]}).items():
                form.add_error(name if name in form.fields else None, lines)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(to if isinstance(to, str) else to(made))
    return render(request, page, {"form": form, **words}, status=422 if form.errors else 200)
