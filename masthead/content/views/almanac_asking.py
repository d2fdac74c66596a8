"""A form page of this room: ask, do the deed, put a refusal beside its field so that nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from masthead.core.errors import BadInput


def ask(
    request: HttpRequest, template: str, form: Form, deed: Callable[[], Any], *, done: str, after: Callable[[Any], Any], **words: Any
) -> HttpResponse:  # fmt: skip
    """GET shows the form, a good POST does the deed and goes on; 422 with all that was typed otherwise."""
    if request.method == "POST" and form.is_valid():
        try:
            made = deed()
        except BadInput as refused:
            for name, texts in (refused.fields or {"": [f"{refused.message}{refused.advice}"]}).items():
                form.add_error(name if name in form.fields else None, texts)
        else:
            messages.success(request, done)
            return redirect(after(made))
    return render(request, template, {"form": form, **words}, status=422 if form.errors else 200)
