"""The engine's page, and the door at which platforms call back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from masthead.core import clock
from masthead.core.permissions import public, requires
from masthead.publishing import engine as publishing_engine
from masthead.publishing import queries
from masthead.publishing.limits import limits


@requires("publishing.engine.read")
def engine(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    context = {"health": queries.engine_health(now), "now": now, "limits": limits()}
    return render(request, "publishing/engine.html", context)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public("平台以签名证明身份")
def callback(request: HttpRequest, account_pk: int) -> HttpResponse:
    """The address that an administrator enters at the platform. The connector verifies; a forged message is refused."""
    query = {key: value for key, value in request.GET.items() if isinstance(value, str)}
    if request.method == "GET":
        answer = publishing_engine.answer_check(account_pk, query)
    else:
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = publishing_engine.hear(account_pk, query, request.body, headers)
    return HttpResponse(answer, content_type="text/plain; charset=utf-8")
