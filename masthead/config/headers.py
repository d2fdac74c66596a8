"""What every answer says to the browser besides its content, and whom a request really comes from."""

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

# No unsafe-inline and no unsafe-eval anywhere; article previews bring a policy of their own (@csp_replace).
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "frame-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


class ClientAddressMiddleware:
    """Make REMOTE_ADDR the client's address. `X-Forwarded-For` counts only as far as our own proxies wrote it.

    With 0 trusted proxies the header is not read at all; with n, the n-th entry from the right was written by the
    outermost of ours, whatever a client put before it. Everything behind (rate limits, trail) reads REMOTE_ADDR only.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.proxies: int = settings.TRUSTED_PROXY_COUNT

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        if 0 < self.proxies <= len(hops):
            request.META["REMOTE_ADDR"] = hops[-self.proxies]
        return self.get_response(request)


class PermissionsPolicyMiddleware:
    """The house needs neither camera nor position of anybody, and says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
