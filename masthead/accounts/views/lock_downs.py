"""Pages of lock-downs: the button, the steps, the way out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from masthead.accounts import actions, queries
from masthead.accounts.connecting_presenters import incident_view
from masthead.core.permissions import requires
from masthead.org.models import Member

MANAGE = "accounts.account.manage"


def _viewer(request: HttpRequest) -> Member:
    assert isinstance(request.user, Member)
    return request.user


@require_POST
@requires(MANAGE)
def lock_down(request: HttpRequest, pk: int) -> HttpResponse:
    member = _viewer(request)
    account = queries.get_account_for(member, pk, MANAGE)
    drill = request.POST.get("drill") == "yes"
    incident = actions.lock_down(account=account, reason=request.POST.get("reason", ""), by=member, drill=drill)
    messages.success(request, _("演练完成，结果如下。") if drill else _("账号已锁定，请按下面的清单完成处置。"))
    return HttpResponseRedirect(incident.get_absolute_url())


@require_GET
@requires("accounts.account.read")
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    member = _viewer(request)
    found = queries.incident_for(member, pk)
    return render(request, "accounts/incident.html", {"incident": found, "view": incident_view(found, member)})


@require_POST
@requires(MANAGE)
def finish_steps(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.incident_for(_viewer(request), pk, MANAGE)
    actions.take_steps(incident=found)
    messages.success(request, _("余下的步骤已执行。"))
    return HttpResponseRedirect(found.get_absolute_url())


@require_POST
@requires(MANAGE)
def ask_to_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    member = _viewer(request)
    found = queries.incident_for(member, pk, MANAGE)
    actions.ask_to_unlock(incident=found, reason=request.POST.get("reason", ""), by=member)
    messages.success(request, _("解锁申请已提交，等待另一人复核。"))
    return HttpResponseRedirect(found.get_absolute_url())


@require_POST
@requires(queries.RELEASE)
def agree_to_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    member = _viewer(request)
    found = queries.incident_for(member, pk, queries.RELEASE)
    actions.agree_to_unlock(incident=found, by=member)
    messages.success(request, _("账号已解锁，发布恢复。"))
    return HttpResponseRedirect(found.get_absolute_url())


@require_POST
@requires(queries.RELEASE)
def decline_to_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    member = _viewer(request)
    found = queries.incident_for(member, pk, queries.RELEASE)
    actions.decline_to_unlock(incident=found, reason=request.POST.get("reason", ""), by=member)
    messages.success(request, _("已退回解锁申请，账号保持锁定。"))
    return HttpResponseRedirect(found.get_absolute_url())
