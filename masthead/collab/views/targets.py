"""Target times over HTTP."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from masthead.collab import actions, queries
from masthead.collab.forms.inputs import TargetInput, target_forms
from masthead.collab.views.acting import member_of
from masthead.core.permissions import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires(queries.TARGETS)
def targets(request: HttpRequest) -> HttpResponse:
    form = TargetInput(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.set_target_time(area=given["area"], key=given["key"], minutes=form.minutes(), by=member_of(request))
        messages.success(request, _("已设置，从下一项请求或工单起生效。"))
        return redirect("collab:targets")
    context = {"rows": target_forms(), "wrong": form.errors}
    return render(request, "collab/targets.html", context, status=422 if form.errors else 200)
