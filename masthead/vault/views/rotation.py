"""Replacing in time: what is overdue, demands, the rules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core.errors import BadInput
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields
from masthead.vault import actions, presenters, queries
from masthead.vault.forms import DemandForm, RuleForm
from masthead.vault.views import member_of

MANAGE = "vault.rotation.manage"


@require_GET
@requires("vault.secret.list")
def overdue(request: HttpRequest) -> HttpResponse:
    """What should have been replaced, the longest kept first."""
    rows = queries.overdue(queries.secrets_visible_to(member_of(request)))
    page = page_of(rows, order=("replaced_at", "pk"), cursor=request.GET.get("cursor", ""))
    context = {
        "page": page,
        "entries": presenters.entries_of(page.rows),
        "waiting": queries.demands_open().count(),
        **presenters.around(member_of(request)),
    }
    return render(request, "vault/overdue.html", context)


@require_POST
@requires("vault.secret.store")
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """One click."""
    secret = actions.rotate_secret(secret=queries.get_secret(member_of(request), pk), by=member_of(request))
    words = _("已生成第 %(n)d 版，没有显示给任何人。请借用后到平台后台改成新的。") % {"n": secret.version}
    messages.success(request, words)
    return redirect(secret)


@require_http_methods(["GET", "POST"])
@requires(MANAGE)
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    """This one must be replaced by a moment."""
    secret = queries.get_secret(member_of(request), pk)
    form = DemandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.demand_rotation(secret=secret, **form.cleaned_data, by=member_of(request))
        messages.success(request, _("已要求更换，并通知保管人。"))
        return redirect(secret)
    context = {"secret": secret, "form": form}
    return render(request, "vault/demand.html", context, status=422 if form.errors else 200)


@require_GET
@requires("vault.secret.list")
def rules(request: HttpRequest) -> HttpResponse:
    """Class and rhythm of every kind."""
    context = {"rules": queries.rules(), **presenters.around(member_of(request))}
    return render(request, "vault/rules.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE)
def rule(request: HttpRequest, kind: str) -> HttpResponse:
    """Correct one of them."""
    held = queries.get_rule(kind)
    form = RuleForm(request.POST or None, initial={"level": held.level, "days": held.days, "after_use": held.after_use})
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_rule(kind=kind, **form.cleaned_data, by=member_of(request))
        except BadInput as error:
            beside_fields(form, error)
        else:
            messages.success(request, _("规则已更正，到期日已重新计算。"))
            return redirect("vault:rules")
    return render(request, "vault/rule.html", {"rule": held, "form": form}, status=422 if form.errors else 200)
