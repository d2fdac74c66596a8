"""Recurring slots: list, new, end, fill."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.content import queries as content_queries
from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields
from masthead.org.models import Member
from masthead.publishing import actions, queries
from masthead.publishing.forms import SlotForm


def _member(request: HttpRequest) -> Member:
    return cast("Member", request.user)


def _crumbs(word: str) -> list[dict[str, str]]:
    return [{"label": _("日历"), "href": reverse("publishing:calendar")}, {"label": word}]


@requires(queries.SCHEDULE)
def slots(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    form = SlotForm(request.POST or None, accounts=queries.accounts_for_slots(member))
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_slot(**form.words(), by=member)
        except BadInput as refused:
            beside_fields(form, refused)
        else:
            messages.success(request, _("已保存固定栏目，空位会画在日历里"))
            return redirect("publishing:slots")
    context = {"form": form, "rows": queries.slots_visible_to(member), "crumbs": _crumbs(_("固定栏目"))}
    return render(request, "publishing/slots.html", context, status=422 if form.errors else 200)


@require_POST
@requires(queries.SCHEDULE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    actions.end_slot(slot=queries.get_slot_for(_member(request), pk), by=_member(request))
    messages.success(request, _("已停用这个固定栏目"))
    return redirect("publishing:slots")


@requires(queries.SCHEDULE)
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """`?on=2026-12-02`: approved drafts that fit the slot of that day."""
    member, given = _member(request), request.POST or request.GET
    slot = queries.get_slot_for(member, pk)
    empty = queries.slot_moment(slot, given.get("on", ""))
    if request.method == "POST":
        return _filled(request, slot.pk, empty)
    return _empty_slot(request, empty)


def _empty_slot(request: HttpRequest, empty: queries.EmptySlot, refused: BadInput | None = None) -> HttpResponse:
    """What could fill it; after a refusal with what was typed and chosen."""
    slot, member = empty.slot, _member(request)
    context = {
        "slot": slot, "empty": empty, "drafts": queries.drafts_fitting(member, slot.account, empty.at),
        "crumbs": _crumbs(slot.name), "careful": queries.sensitive_names(empty.on), "refused": refused,
        "note": request.POST.get("note", ""), "chosen": request.POST.get("draft", ""),
    }  # fmt: skip
    return render(request, "publishing/slot_fill.html", context, status=422 if refused else 200)


def _filled(request: HttpRequest, pk: int, empty: queries.EmptySlot) -> HttpResponse:
    member, key = _member(request), request.POST.get("draft", "")
    draft = content_queries.get_draft_for(member, int(key) if key.isdecimal() else 0)
    slot = queries.get_slot_for(member, pk)
    try:
        made = actions.fill_slot(slot=slot, on=empty.on, draft=draft, note=request.POST.get("note", ""), by=member)
    except BadInput as refused:
        return _empty_slot(request, empty, refused)
    messages.success(request, _("已排入%(slot)s") % {"slot": queries.slot_words(slot)})
    return redirect(made)
