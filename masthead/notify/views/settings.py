"""通知设置: what one wants to get, and when."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from masthead.core.errors import BadInput
from masthead.core.permissions import for_every_member
from masthead.core.refusals import beside_fields
from masthead.notify import actions, queries
from masthead.notify.forms import PreferenceForm
from masthead.org.models import Member


@require_http_methods(["GET", "POST"])
@for_every_member
def settings(request: HttpRequest) -> HttpResponse:
    """The member's own wishes."""
    member = request.user
    assert isinstance(member, Member)
    form = PreferenceForm(request.POST or None, wish=queries.preference_of(member), language=member.language)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_preference(by=member, **form.wishes())
        except BadInput as error:
            beside_fields(form, error)
        else:
            messages.success(request, _("通知设置已保存。"))
            return redirect("notify:settings")
    context = {"form": form, "mail": queries.mail_is_set_up(), "address": member.email}
    return render(request, "notify/settings.html", context, status=422 if form.errors else 200)
