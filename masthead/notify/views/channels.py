"""设置 → 通知渠道: robots and the log of deliveries."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core.errors import RuleBroken
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields
from masthead.notify import actions, engine, queries
from masthead.notify.forms import ChannelForm, LogFilterForm
from masthead.notify.robots import Result
from masthead.notify.states import ChannelState
from masthead.org.models import Member

MANAGE, READ_LOG = "notify.channel.manage", "notify.delivery.read"


def _member(request: HttpRequest) -> Member:
    assert isinstance(request.user, Member)
    return request.user


@require_GET
@requires(MANAGE)
def channels(request: HttpRequest) -> HttpResponse:
    """Every robot, and whether mails go out."""
    rows = list(queries.all_channels().order_by("name"))
    context = {
        "channels": rows,
        "mail": queries.mail_is_set_up(),
        "faults": [c for c in rows if c.state == ChannelState.FAULT],
    }
    return render(request, "notify/channels.html", context)


def _form_page(request: HttpRequest, form: ChannelForm, channel: Any = None) -> HttpResponse:
    context = {"form": form, "channel": channel, "may_stop": channel is not None and channel.state != ChannelState.OFF}
    return render(request, "notify/channel_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(MANAGE)
def add_channel(request: HttpRequest) -> HttpResponse:
    """A new robot."""
    form = ChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            channel = actions.add_channel(**form.cleaned_data, by=_member(request))
        except RuleBroken as error:
            beside_fields(form, error, field="address")
        else:
            messages.success(request, _("渠道已添加。请发一条测试消息，确认群里能收到。"))
            return redirect(channel)
    return _form_page(request, form)


@require_http_methods(["GET", "POST"])
@requires(MANAGE)
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    """One robot: its state and its settings."""
    row = queries.get_channel(pk)
    form = ChannelForm(request.POST or None, channel=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_channel(channel=row, **form.cleaned_data, by=_member(request))
        except RuleBroken as error:
            beside_fields(form, error, field="address")
        else:
            messages.success(request, _("渠道已保存。"))
            return redirect(row)
    return _form_page(request, form, row)


@require_POST
@requires(MANAGE)
def test_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something in the group now."""
    row = queries.get_channel(pk)
    outcome = engine.test_channel(channel=row, by=_member(request))
    if outcome.result == Result.SENT:
        messages.success(request, _("测试消息已送达，请到群里确认。"))
    else:
        messages.error(request, _("测试消息没有送达：%(why)s") % {"why": outcome.words or outcome.code})
    return redirect(row)


@require_POST
@requires(MANAGE)
def switch_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it, or let it carry again."""
    row = queries.get_channel(pk)
    on = request.POST.get("on") == "1"
    actions.switch_channel(channel=row, on=on, by=_member(request))
    messages.success(request, _("渠道已启用。") if on else _("渠道已停用。"))
    return redirect(row)


@require_GET
@requires(READ_LOG)
def deliveries(request: HttpRequest) -> HttpResponse:
    """The log of what left the house."""
    form = LogFilterForm(request.GET)
    page = page_of(queries.log_rows(request.GET.dict()), order=["-pk"], cursor=request.GET.get("cursor", ""))
    context = {"form": form, "page": page, "may_resend": request.user.has_perm(MANAGE)}
    return render(
        request,
        "notify/deliveries.html#rows" if request.headers.get("HX-Request") else "notify/deliveries.html",
        context,
    )


@require_POST
@requires(MANAGE)
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it once more; asked by HTMX only its row answers."""
    row = actions.resend(delivery=queries.get_delivery(pk), by=_member(request))
    if request.headers.get("HX-Request"):
        return render(request, "notify/_delivery.html", {"d": row, "may_resend": True})
    return redirect("notify:deliveries")
