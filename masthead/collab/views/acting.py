"""How every deed on a thing is done over HTTP: one page asks for the words, the same address takes them, nothing typed is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from masthead.collab import errors
from masthead.collab.forms.deeds import DeedForm
from masthead.collab.queries import Step
from masthead.core.errors import BadInput
from masthead.core.refusals import beside_fields
from masthead.org.models import Member


@dataclass(frozen=True)
class Deed:
    """`run(thing, words, member)` is the action. `apart`: its form asks the database for choices, so it opens as a page of its own."""

    title: str | Promise
    verb: str | Promise
    run: Callable[[Any, dict[str, Any], Member], Any]
    form: type[DeedForm] = DeedForm
    text: str | Promise = ""
    done: str | Promise = ""
    danger: bool = False
    apart: bool = False


@dataclass(frozen=True)
class Dialog:
    """A deed that is asked for on the thing's own page."""

    key: str
    deed: Deed
    form: DeedForm
    action: str


def member_of(request: HttpRequest) -> Member:
    """Who asks."""
    assert isinstance(request.user, Member)
    return request.user


def carry_out(request: HttpRequest, thing: Any, deeds: Mapping[str, Deed], key: str) -> HttpResponse:
    """Ask for the words of a deed (GET), or do it (POST)."""
    deed, member = deeds.get(key), member_of(request)
    if deed is None:
        raise errors.not_there(_("操作"), "1.3.5")
    data = request.POST if request.method == "POST" else None
    form = deed.form(data, thing=thing, member=member)
    if data is not None and form.is_valid():
        try:
            deed.run(thing, form.cleaned_data, member)
        except BadInput as refusal:
            beside_fields(form, refusal)
        else:
            messages.success(request, str(deed.done or _("已办理。")))
            return redirect(thing)
    template = "collab/deed.html#ask" if request.headers.get("HX-Request") else "collab/deed.html"
    context = {"thing": thing, "deed": deed, "form": form, "action": request.path}
    return render(request, template, context, status=422 if form.errors else 200)


def offered(
    thing: Any, member: Member, deeds: Mapping[str, Deed], name: str, steps: tuple[Step | None, list[Step]]
) -> dict[str, Any]:
    """The steps as the page head wants them, and a dialog for each that asks for words."""
    first, rest = steps
    found = [_placed(s, thing, deeds, name) for s in [*([first] if first else []), *rest]]
    dialogs = [
        Dialog(
            s.dialog, deeds[s.dialog], _blank(deeds[s.dialog], s.dialog, thing, member), _address(name, thing, s.dialog)
        )
        for s in found
        if s.dialog
    ]
    return {"step": found[0] if first else None, "menu_items": found[1 if first else 0 :], "dialogs": dialogs}


def _blank(deed: Deed, key: str, thing: Any, member: Member) -> DeedForm:
    return deed.form(thing=thing, member=member, auto_id=f"{key}-%s")


def _address(name: str, thing: Any, key: str) -> str:
    return reverse(name, args=[thing.pk, key])


def _placed(step: Step, thing: Any, deeds: Mapping[str, Deed], name: str) -> Step:
    """A deed with choices opens as a page; the others in a dialog."""
    if step.dialog and deeds[step.dialog].apart:
        return replace(step, dialog="", href=_address(name, thing, step.dialog))
    return step
