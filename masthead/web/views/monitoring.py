"""What machines ask: is the process there, can it work, and how is publishing doing. No secrets, no names of people or contents."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from masthead.core import clock
from masthead.core.errors import NotPermitted
from masthead.core.exposition import CONTENT_TYPE, exposed
from masthead.core.permissions import public
from masthead.publishing import queries as publishing
from masthead.web import health

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via")


@public("supervisors ask whether the process answers at all; nothing else is looked at")
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers; a database that is down is no reason to restart it."""
    del request
    return JsonResponse({"ok": True})


@public("load balancers and monitoring ask whether publishing works; the answer names no detail")
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 while everything vital answers, a worker is alive and nothing is due for long; else 503 with what is not."""
    del request
    failing = health.not_ready()
    return JsonResponse({"ok": not failing, "failing": failing}, status=503 if failing else 200)


@public("Prometheus signs in with a token of its own or comes from this machine")
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures of publishing, for scrapers of this machine or with the token."""
    if not (_from_this_machine(request) or _knows_the_token(request)):
        raise NotPermitted(
            _("监控数据只对本机或持有令牌的监控系统开放。"),
            code="metrics_closed",
            advice=_("请在监控系统里配置 MASTHEAD_METRICS_TOKEN 的值作为 Bearer 令牌。"),
        )
    return HttpResponse(exposed(publishing.gauges(clock.now())), content_type=CONTENT_TYPE)


def _from_this_machine(request: HttpRequest) -> bool:
    """Directly from here. A proxy on this machine also comes from loopback, so whatever was forwarded does not count."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _knows_the_token(request: HttpRequest) -> bool:
    kind, _blank, given = request.headers.get("Authorization", "").partition(" ")
    token: str = settings.METRICS_TOKEN
    return bool(token) and kind.lower() == "bearer" and constant_time_compare(given.strip(), token)
