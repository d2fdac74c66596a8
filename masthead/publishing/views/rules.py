"""The company's figures for scheduling, and the switch of a platform's circuit."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.core.permissions import requires
from masthead.org.models import Member
from masthead.platforms import queries as platform_queries
from masthead.publishing import actions, queries
from masthead.publishing.brakes import CircuitState
from masthead.publishing.forms import RulesForm


@requires(queries.STEER)
def rules(request: HttpRequest) -> HttpResponse:
    now = queries.rules_in_force()
    start = {"late_policy": now.late.policy, "late_minutes": now.late.minutes, "lead_minutes": now.lead_minutes}
    form = RulesForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.set_rules(**form.words(), by=cast("Member", request.user))
        messages.success(request, _("已保存，从下一次排期起生效"))
        return redirect("publishing:rules")
    crumbs = [{"label": _("暂停发布"), "href": reverse("publishing:pauses")}, {"label": _("发布规则")}]
    context = {"form": form, "crumbs": crumbs, "row": queries.rules_row()}
    return render(request, "publishing/rules.html", context, status=422 if form.errors else 200)


@require_POST
@requires(queries.STEER)
def circuit(request: HttpRequest, key: str) -> HttpResponse:
    """`to=open` keeps the platform's rows waiting until somebody closes it."""
    found = actions.circuit_of(platform_id=platform_queries.get_platform(key).pk)
    to = CircuitState.OPEN if request.POST.get("to") == "open" else CircuitState.CLOSED
    actions.switch_circuit(circuit=found, to=to, reason=request.POST.get("reason", ""), by=cast("Member", request.user))
    messages.success(request, _("已熔断，直到有人解除") if to == CircuitState.OPEN else _("已解除熔断"))
    return redirect("publishing:pauses" if not request.user.has_perm("publishing.engine.read") else "publishing:engine")
