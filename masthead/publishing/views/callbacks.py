"""The door at which platforms call back."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from limits import RateLimitItemPerMinute

from masthead.core.limiting import limiter
from masthead.core.permissions import public
from masthead.publishing import engine, errors

MOST_A_MINUTE = 600  # from one address to one account


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public("平台以签名证明身份")
def callback(request: HttpRequest, account_pk: int) -> HttpResponse:
    """The address that an administrator enters at the platform. The connector verifies; a forged message is refused."""
    _require_pace(request, account_pk)
    query = {key: value for key, value in request.GET.items() if isinstance(value, str)}
    if request.method == "GET":
        answer = engine.answer_check(account_pk, query)
    else:
        headers = {name.lower(): value for name, value in request.headers.items()} | {":method": str(request.method)}
        answer = engine.hear(account_pk, query, _body(request), headers)
    return HttpResponse(answer, content_type="text/plain; charset=utf-8")


def _body(request: HttpRequest) -> bytes:
    """At most one byte more than is allowed is ever read: a large body costs its sender more than us."""
    return request.read(engine.BODY_MOST + 1)


def _require_pace(request: HttpRequest, account_pk: int) -> None:
    source = str(request.META.get("REMOTE_ADDR", ""))
    if not limiter().hit(RateLimitItemPerMinute(MOST_A_MINUTE), f"publishing.callback.{account_pk}.{source}"):
        raise errors.callback_too_many()
