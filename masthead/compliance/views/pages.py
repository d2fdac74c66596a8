"""What the pages share: the reader, and a deed whose refusal stands where the words were typed."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core.errors import RuleBroken
from masthead.core.refusals import beside_fields
from masthead.org.models import Member

Made = TypeVar("Made")
READ, EDIT = "compliance.rule.read", "compliance.rule.edit"


def viewer(request: HttpRequest) -> Member:
    """The signed-in member; the view's decorator has let only members through."""
    assert isinstance(request.user, Member)
    return request.user


def may_edit(request: HttpRequest) -> bool:
    return viewer(request).has_perm(EDIT)


def crumbs(*more: str) -> list[dict[str, str]]:
    """The way up from a page below the rules."""
    return [{"label": _("检查规则"), "href": reverse("compliance:rules")}, *({"label": word} for word in more)]


def done(request: HttpRequest, words: str, name: str, *args: object) -> HttpResponse:
    """On to the page of that name, with a word of what was done."""
    messages.success(request, words)
    return HttpResponseRedirect(reverse(name, args=args))


def attempted(form: Form, deed: Callable[[], Made]) -> Made | None:
    """What the deed made; None after a refusal, which then stands above the form."""
    if not form.is_valid():
        return None
    try:
        return deed()
    except RuleBroken as refused:
        beside_fields(form, refused)
        return None
