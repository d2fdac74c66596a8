"""Pages of hand-overs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.accounts import actions, queries
from masthead.accounts.paper_forms import BeginForm, HandForm
from masthead.accounts.views.pages import GET_OR_POST, MANAGE, READ, form_page, viewer
from masthead.core.paging import page_of
from masthead.core.permissions import for_every_member, requires


@require_GET
@requires(READ)
def handovers(request: HttpRequest) -> HttpResponse:
    member = viewer(request)
    page = page_of(queries.handovers_visible_to(member), order=["-state", "-pk"], cursor=request.GET.get("cursor", ""))
    return render(request, "accounts/handovers.html", {"page": page, "may_manage": member.has_perm(MANAGE)})


@require_http_methods(GET_OR_POST)
@requires(MANAGE)
def begin(request: HttpRequest) -> HttpResponse:
    by = viewer(request)
    form = BeginForm(request.POST or None, initial=request.GET.dict())
    return form_page(
        request, form, lambda given: actions.begin_handover(**given, by=by), done=_("交接清单已建立。"), then="",
        title=_("发起交接"), verb=_("建立清单"), back=reverse("accounts:handovers"),
        lead=_("系统列出此人管理的账号和接触过凭据的账号，每项都要有人接收确认。"),
    )  # fmt: skip


@require_GET
@for_every_member
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    member = viewer(request)
    found = queries.get_handover_for(member, pk)
    items = queries.items_of(found)
    manages = member.has_perm(MANAGE)
    deeds = queries.deeds_of(member, items, manages=manages, giver_id=found.member_id)
    done = sum(1 for item in items if item.acknowledged_at)
    return render(
        request, "accounts/handover.html", {"handover": found, "deeds": deeds, "done": done, "all": len(items)}
    )


@require_http_methods(GET_OR_POST)
@for_every_member
def hand(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    item = queries.get_item_for(by, pk)
    old = {"receiver": item.receiver_id, "steps": item.steps}
    form = HandForm(request.POST or None, request.FILES or None, initial=old)

    def deed(given: dict[str, Any]) -> Any:
        proof = given.pop("evidence", None)
        data, name = (proof.read(), proof.name or "") if proof else (b"", "")
        return actions.hand_item(item=item, **given, evidence=data, evidence_name=name, by=by)

    words = {"title": _("办理交接"), "verb": _("交给接收人"), "account": item.account}
    return form_page(
        request, form, deed, done=_("已交给接收人，等待确认。"), then=item.handover.get_absolute_url(), **words
    )


@require_POST
@for_every_member
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    by = viewer(request)
    item = queries.get_item_for(by, pk)
    actions.acknowledge_item(item=item, by=by)
    messages.success(request, _("已确认接收「%(name)s」。") % {"name": item.account.name})
    return HttpResponseRedirect(item.handover.get_absolute_url())
