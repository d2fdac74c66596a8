"""What every page of this room needs: who asks, which day, and an action's refusal put where the words were typed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from masthead.core import clock
from masthead.core.errors import BadInput, DomainError, NotPermitted, NotThere
from masthead.org.models import Member


def member_of(request: HttpRequest) -> Member:
    """The member who asks."""
    assert isinstance(request.user, Member)
    return request.user


def day_of(request: HttpRequest) -> dt.date | None:
    """A past day from `?on=`; None for today, for the future and for what is no day."""
    try:
        day = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return day if day < clock.today() else None


def done(form: forms.Form, deed: Callable[[], Any]) -> bool:
    """Do it; a refusal stays on the form, so that nothing typed is lost. Who may not do it at all gets the page of refusal."""
    if not form.is_valid():
        return False
    try:
        deed()
    except (NotPermitted, NotThere):
        raise
    except DomainError as error:
        fields = error.fields if isinstance(error, BadInput) else {}
        placed = {name: words for name, words in fields.items() if name in form.fields}
        for name, words in placed.items():
            form.add_error(name, words)
        if not placed:
            form.add_error(None, f"{error.message}{error.advice}")
        return False
    return True


def status_of(form: forms.Form) -> int:
    """422 when the form came back."""
    return 422 if form.is_bound and form.errors else 200
