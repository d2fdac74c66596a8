"""设置 → Webhook: who outside is told what, and the log of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.core.errors import BadInput
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.core.refusals import beside_fields
from masthead.notify import actions, queries
from masthead.notify.models import HookState, Webhook
from masthead.notify.webhook_forms import WebhookForm
from masthead.notify.webhooks import engine
from masthead.org.models import Member

MANAGE = "notify.webhook.manage"


def _member(request: HttpRequest) -> Member:
    assert isinstance(request.user, Member)
    return request.user


@require_GET
@requires(MANAGE)
def webhooks(request: HttpRequest) -> HttpResponse:
    """Every webhook that the member minds."""
    page = page_of(queries.webhooks_for(_member(request)), order=["-pk"], cursor=request.GET.get("cursor", ""))
    return render(request, "notify/webhooks.html", {"page": page})


@require_http_methods(["GET", "POST"])
@requires(MANAGE)
def add_webhook(request: HttpRequest) -> HttpResponse:
    """A new one; its secret is shown on the answer and never again."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hook, secret = actions.add_webhook(**form.cleaned_data, by=_member(request))
        except BadInput as error:
            beside_fields(form, error)
        else:
            return _secret_page(request, hook, secret)
    return render(request, "notify/webhook_form.html", {"form": form}, status=422 if form.errors else 200)


def _secret_page(request: HttpRequest, hook: Webhook, secret: str) -> HttpResponse:
    response = render(request, "notify/webhook_secret.html", {"webhook": hook, "secret": secret})
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@requires(MANAGE)
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook and what was sent to it."""
    hook = queries.get_webhook_for(_member(request), pk)
    page = page_of(queries.hook_log(hook), order=["-pk"], cursor=request.GET.get("cursor", ""))
    return render(request, "notify/webhook.html", _facts(request, hook, page=page))


def _facts(request: HttpRequest, hook: Webhook, **more: Any) -> dict[str, Any]:
    mine = queries.minds(_member(request), hook)
    return {"webhook": hook, "on": hook.state == HookState.ON, "mine": mine, **more}


@require_http_methods(["GET", "POST"])
@requires(MANAGE)
def change_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, events, address."""
    hook = queries.get_webhook_for(_member(request), pk)
    form = WebhookForm(request.POST or None, webhook=hook)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_webhook(webhook=hook, **form.cleaned_data, by=_member(request))
        except BadInput as error:
            beside_fields(form, error)
        else:
            messages.success(request, _("Webhook 已保存。"))
            return redirect(hook)
    context = {"form": form, "webhook": hook}
    return render(request, "notify/webhook_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(MANAGE)
def rotate_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret, shown once."""
    hook = queries.get_webhook_for(_member(request), pk)
    hook, secret = actions.rotate_webhook_secret(webhook=hook, by=_member(request))
    return _secret_page(request, hook, secret)


@require_POST
@requires(MANAGE)
def switch_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it, or begin again."""
    hook = queries.get_webhook_for(_member(request), pk)
    on = request.POST.get("on") == "1"
    actions.switch_webhook(webhook=hook, on=on, by=_member(request))
    messages.success(request, _("Webhook 已启用。") if on else _("Webhook 已停用。"))
    return redirect(hook)


@require_POST
@requires(MANAGE)
def ping_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test now."""
    hook = queries.get_webhook_for(_member(request), pk)
    _delivery, answer = engine.ping(webhook=hook, by=_member(request))
    if answer.ok:
        messages.success(request, _("测试消息已送达。"))
    else:
        messages.error(request, _("测试消息没有送达：%(why)s") % {"why": answer.reason})
    return redirect(hook)


@require_POST
@requires(MANAGE)
def resend_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one more time; asked by HTMX only its row answers."""
    delivery = queries.get_hook_delivery_for(_member(request), pk)
    row = actions.resend_hook_delivery(delivery=delivery, by=_member(request))
    if request.headers.get("HX-Request"):
        return render(request, "notify/_hook_delivery.html", {"d": row, "mine": True})
    return redirect(row.webhook)
