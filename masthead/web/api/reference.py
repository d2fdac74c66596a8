"""The reference page and the description, for every member; and the answer where no door is."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from masthead.core.permissions import for_every_member, public
from masthead.core.rest.problems import problem
from masthead.web.api.description import description
from masthead.web.api.pages import chapters_of


@require_GET
@for_every_member
def reference(request: HttpRequest) -> HttpResponse:
    """Every door in words, drawn by the server: no script of anybody else."""
    return render(request, "web/api/reference.html", {"chapters": chapters_of(description())})


@require_GET
@public("接口描述不含公司数据，集成方要在取得密钥之前阅读")
def openapi(_request: HttpRequest) -> HttpResponse:
    """The description for tools."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@csrf_exempt
@public("没有门的地址，对谁都一样")
def nothing(_request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001  Django hands it by name
    """No such address of the API."""
    return problem(404, _("接口没有这个地址。"), code="no_door", advice=_("请查看接口文档 /api/v1/docs。"))
