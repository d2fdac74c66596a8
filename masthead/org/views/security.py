"""登录与安全: what a member has set up, and where the member is signed in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from masthead.core.permissions import for_every_member, requires
from masthead.org import actions, queries
from masthead.org.gate import waits_for_factor
from masthead.org.models import EndedWhy
from masthead.org.views.pages import viewer


@never_cache
@require_GET
@for_every_member
def overview(request: HttpRequest) -> HttpResponse:
    """Password, second factors, other ways in, sessions: all on one page."""
    member = viewer(request)
    context = {
        "factors": queries.factors_of(member),
        "need": queries.factor_need_of(member),
        "waits": waits_for_factor(request),
        "identities": queries.ways_of(member),
        "sessions": queries.session_rows(member, current_key=request.session.session_key or ""),
    }
    return render(request, "org/security.html", context)


@require_POST
@for_every_member
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session."""
    row = actions.end_sign_in(sign_in=queries.get_sign_in_for(viewer(request), pk), by=viewer(request))
    messages.success(request, _("已结束这次登录。"))
    own = row.member_id == viewer(request).pk
    return HttpResponseRedirect(reverse("mfa_index") if own else reverse("org:member_sign_in", args=[row.member_id]))


@require_POST
@for_every_member
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    member, key = viewer(request), request.session.session_key or ""
    count = actions.end_other_sign_ins(member=member, by=member, keep_key=key)
    messages.success(request, _("已结束其他 %(n)d 处登录。") % {"n": count} if count else _("没有其他登录。"))
    return HttpResponseRedirect(reverse("mfa_index"))


@require_GET
@requires("org.manage")
def member_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """For administrators: is a member locked out, protected by a second factor, signed in where?"""
    member = queries.get_member_for(viewer(request), pk)
    context = {
        "member": member,
        "lock": queries.lock_of(member),
        "factors": queries.factors_of(member),
        "need": queries.factor_need(member),
        "identities": queries.ways_of(member),
        "sessions": queries.session_rows(member),
        "past": queries.past_sign_ins(member),
    }
    return render(request, "org/member_sign_in.html", context)


@require_POST
@requires("org.manage")
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a member try again at once."""
    member = queries.get_member_for(viewer(request), pk)
    actions.unlock_sign_in(member=member, by=viewer(request))
    messages.success(request, _("已解除锁定。"))
    return HttpResponseRedirect(reverse("org:member_sign_in", args=[pk]))


@require_POST
@requires("org.manage")
def end_all_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """End every session of a member."""
    member = queries.get_member_for(viewer(request), pk)
    key = request.session.session_key if member == viewer(request) else ""
    count = actions.end_other_sign_ins(member=member, by=viewer(request), keep_key=key or "", why=EndedWhy.BY_ADMIN)
    messages.success(request, _("已结束 %(n)d 处登录。") % {"n": count} if count else _("没有进行中的登录。"))
    return HttpResponseRedirect(reverse("org:member_sign_in", args=[pk]))
