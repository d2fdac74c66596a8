"""Moving open tasks away from people who leave or are absent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from masthead.approvals import actions, queries
from masthead.approvals.forms import HandOverForm
from masthead.approvals.views.cases import member_of
from masthead.core.errors import NotThere
from masthead.core.permissions import requires
from masthead.org import queries as org

HAND_OVER = "approvals.task.hand_over"
MOST_ROWS = 100


@require_GET
@requires(HAND_OVER)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with open tasks; people who left first."""
    return render(request, "approvals/handovers.html", {"rows": list(queries.burdened()[:MOST_ROWS])})


@require_http_methods(["GET", "POST"])
@requires(HAND_OVER)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """All open tasks of one person go to another."""
    member = queries.get_burdened(pk)
    if member is None:
        raise NotThere(_("没有这位成员。"), code="member_not_there")
    others = list(org.active_members().exclude(pk=pk).order_by("name", "pk"))
    form = HandOverForm(request.POST or None, people=others)
    if request.method == "POST" and form.is_valid():
        done = actions.hand_over_all(member=member, by=member_of(request), **form.cleaned_data)
        messages.success(request, _("已移交 %(n)s 项。") % {"n": len(done.moved)})
        for title, why in done.left:
            messages.warning(request, _("「%(title)s」没有移交：%(why)s") % {"title": title, "why": why})
        return HttpResponseRedirect(reverse("approvals:handovers"))
    tasks = list(queries.open_tasks_of(member)[:MOST_ROWS])
    context = {"member": member, "tasks": tasks, "form": form}
    return render(request, "approvals/hand_over.html", context, status=422 if request.method == "POST" else 200)
