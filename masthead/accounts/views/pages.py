"""What the newer pages of the room share: the reader, and a form that asks, does the deed and goes on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from masthead.core.errors import RuleBroken
from masthead.core.refusals import beside_fields
from masthead.org.models import Member

GET_OR_POST = ("GET", "HEAD", "POST")
READ, MANAGE, KEEP = "accounts.account.read", "accounts.account.manage", "accounts.document.keep"


def viewer(request: HttpRequest) -> Member:
    """The signed-in member; the view's decorator has let only members through."""
    assert isinstance(request.user, Member)
    return request.user


def form_page(
    request: HttpRequest, form: Form, deed: Callable[[dict[str, Any]], Any], *, done: str, then: str, **words: Any
) -> HttpResponse:
    """Ask, do the deed, go on to `then`; what the action refuses stands beside the field (422) and nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            made = deed(form.cleaned_data)
        except RuleBroken as refused:
            beside_fields(form, refused)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(then or made.get_absolute_url())
    template = words.pop("template", "accounts/account_form.html")
    words.setdefault("back", then)
    return render(request, template, {"form": form, **words}, status=422 if form.errors else 200)
