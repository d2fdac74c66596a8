"""What the pages of `org` share: the reader, and a form that asks, does the deed and goes on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from masthead.core.errors import RuleBroken
from masthead.core.refusals import beside_fields
from masthead.org.models import Member

GET_OR_POST = ("GET", "HEAD", "POST")
MANAGE, READ = "org.manage", "org.member.read"
Deed = Callable[[dict[str, Any]], Any]


def viewer(request: HttpRequest) -> Member:
    """The signed-in member; the view's decorator has let only members through."""
    assert isinstance(request.user, Member)
    return request.user


def form_page(request: HttpRequest, form: Form, deed: Deed, **words: Any) -> HttpResponse:
    """Ask, check the shape, do the deed; what the action refuses stands beside the field (422) and nothing typed is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            made = deed(form.cleaned_data)
        except RuleBroken as refused:
            beside_fields(form, refused)
        else:
            messages.success(request, words["done"])
            return HttpResponseRedirect(_next(made, words))
    template = words.pop("template", "org/form.html")
    return render(request, template, {"form": form, **words}, status=422 if form.errors else 200)


def _next(made: Any, words: dict[str, Any]) -> str:
    """A member's own page when the deed made or changed one, else the page one came from."""
    after = words.get("after")
    if after is not None:
        return str(after(made))
    return reverse("org:member", args=[made.pk]) if isinstance(made, Member) else str(words["back"])


def member_form(
    request: HttpRequest, form: Form, deed: Deed, member: Member, verb: str, done: str, **words: Any
) -> HttpResponse:
    """A deed on one member; back to the member's page."""
    back = reverse("org:member", args=[member.pk])
    return form_page(
        request,
        form,
        deed,
        title=f"{verb} · {member.name}",
        verb=verb,
        done=done,
        back=back,
        member=member,
        after=lambda _made: back,
        **words,
    )
