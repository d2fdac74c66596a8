"""Pages of `vault`, by noun."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest

from masthead.core.errors import BadInput, DomainError
from masthead.org.models import Member


def member_of(request: HttpRequest) -> Member:
    """The signed-in member."""
    assert isinstance(request.user, Member)
    return request.user


def blame(form: Form, error: DomainError, *, field: str = "") -> None:
    """Put an action's refusal where the words were typed."""
    fields: dict[str, Any] = dict(error.fields) if isinstance(error, BadInput) else {}
    for name, words in (fields or {field: [f"{error.message}{error.advice}"]}).items():
        for word in words:
            form.add_error(name if name in form.fields else None, word)
