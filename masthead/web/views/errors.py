"""What Django itself refuses, said in the same words and the same shape as a refusal of ours."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from masthead.core import context
from masthead.core.errors import DomainError, NotPermitted, NotThere
from masthead.core.middleware import render_refusal
from masthead.core.rest.problems import problem_of


class Broken(DomainError):
    """Something of ours broke; the log knows what."""

    status: ClassVar[int] = 500
    default_code = "broken"


class Unreadable(DomainError):
    """What the browser sent is no request that can be read."""

    status: ClassVar[int] = 400
    default_code = "bad_request"


def error_400(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django hands it by name
    """A request that makes no sense."""
    return render_refusal(request, Unreadable(_("浏览器发来的内容不完整，系统无法处理。")))


def error_403(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django hands it by name
    """Refused before a view was asked."""
    return render_refusal(request, NotPermitted(_("您不能打开这一页。"), code="forbidden"))


def error_404(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django hands it by name
    """No page at this address."""
    return render_refusal(request, NotThere(_("这个地址没有对应的页面。"), code="no_page"))


def error_500(request: HttpRequest) -> HttpResponse:
    """An exception nobody foresaw; drawn without the database."""
    error = Broken(_("这一步没有完成，系统没有保存任何更改。"))
    if request.path.startswith("/api/"):
        return problem_of(error)
    fragment = bool(request.headers.get("HX-Request"))
    details = {"error": error, "request_id": context.request_id.get() or getattr(request, "request_id", "")}
    html = render_to_string("errors/_fragment.html" if fragment else "errors/500.html", details, request=request)
    response = HttpResponse(html, status=500)
    if fragment:
        response["HX-Retarget"] = "#notice-area"
        response["HX-Reswap"] = "innerHTML"
    return response


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django hands it by name
    """The form's seal is missing or old, most often a page left open over night."""
    error = NotPermitted(
        _("页面停留太久，或浏览器没有带上安全标记，这次提交没有执行。"),
        code="csrf",
        advice=_("请回到上一页，刷新后重新提交。"),
    )
    return render_refusal(request, error)
