"""Pages of the catalogue and of the limits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from masthead.core.permissions import requires
from masthead.platforms import actions, queries
from masthead.platforms.abilities import Ability
from masthead.platforms.forms.catalogue import LimitFilterForm, LimitForm, OwnPlatformForm
from masthead.platforms.views.forms import form_page, member_of
from masthead.platforms.views.tabs import tabs

GET_OR_POST = ("GET", "HEAD", "POST")


@require_GET
@requires("platforms.catalogue.read")
def catalogue(request: HttpRequest) -> HttpResponse:
    context = {
        "rows": queries.catalogue_rows(),
        "abilities": list(Ability),
        "tabs": tabs("catalogue"),
        "may_manage": member_of(request).has_perm(queries.MANAGE),
    }
    return render(request, "platforms/catalogue.html", context)


@require_http_methods(GET_OR_POST)
@requires("platforms.catalogue.manage")
def add_platform(request: HttpRequest) -> HttpResponse:
    member, form = member_of(request), OwnPlatformForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: actions.add_platform(**form.given, by=member),
        done=_("平台已加入目录；登记账号前请先完成选型评估。"),
        to=lambda platform: reverse("platforms:platform", args=[platform.key]),
        page="platforms/own_platform.html",
    )


@require_GET
@requires("platforms.catalogue.read")
def limits(request: HttpRequest) -> HttpResponse:
    wanted = request.GET
    context = {
        "rows": queries.limit_rows(wanted.get("platform", ""), wanted.get("mark", "")),
        "form": LimitFilterForm(wanted),
        "tabs": tabs("limits"),
        "may_manage": member_of(request).has_perm(queries.MANAGE),
    }
    template = "platforms/limits.html#rows" if request.headers.get("HX-Request") else "platforms/limits.html"
    return render(request, template, context)


@require_http_methods(GET_OR_POST)
@requires("platforms.catalogue.manage")
def correct_limit(request: HttpRequest, pk: int) -> HttpResponse:
    member, limit = member_of(request), queries.get_limit(pk)
    form = LimitForm(request.POST or None, limit=limit)
    return form_page(
        request,
        form,
        lambda: actions.correct_limit(limit=limit, **form.cleaned_data, by=member),
        done=_("限制已更正，从下一次检查起生效。"),
        to=reverse("platforms:limits"),
        page="platforms/limit_form.html",
        limit=limit,
    )
