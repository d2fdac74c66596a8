"""Request id and the one place where a refusal becomes a page, a fragment or JSON."""

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from masthead.core import context
from masthead.core.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Each request has an id; the trail stores it, the response carries it, a person can quote it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with context.work_context(uuid4().hex[:16], str(request.META.get("REMOTE_ADDR", ""))) as identifier:
            request.request_id = identifier  # type: ignore[attr-defined]
            response = self.get_response(request)
            response["X-Request-Id"] = identifier
            return response


class ErrorsMiddleware:
    """Turns a DomainError into `errors/{status}.html`, `errors/_fragment.html` for HTMX, or JSON for machines."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        return render_refusal(request, error)


def render_refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The refusal in the shape that the asker reads, with the error's own status."""
    identifier = context.request_id.get()
    if request.headers.get("Accept", "").startswith("application/json"):
        body = {"code": error.code, "message": str(error.message), "clause": error.clause, "advice": str(error.advice)}
        return JsonResponse(
            body | {"request_id": identifier}, status=error.status, json_dumps_params={"ensure_ascii": False}
        )
    fragment = bool(request.headers.get("HX-Request"))
    templates = ["errors/_fragment.html"] if fragment else [f"errors/{error.status}.html", "errors/422.html"]
    html = render_to_string(templates, {"error": error, "request_id": identifier}, request=request)
    response = HttpResponse(html, status=error.status)
    if fragment:
        response["HX-Retarget"] = "#notice-area"
        response["HX-Reswap"] = "innerHTML"
    return response
