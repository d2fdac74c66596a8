"""Pages of the selection: where every platform stands, one platform's history, one assessment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from masthead.approvals import queries as approval_queries
from masthead.core.permissions import requires
from masthead.platforms import actions, queries
from masthead.platforms.forms.selection import AssessmentForm, CriteriaForm
from masthead.platforms.models import Assessment
from masthead.platforms.views.forms import form_page, member_of
from masthead.platforms.views.tabs import tabs

GET_OR_POST = ("GET", "HEAD", "POST")
FORM_PAGE = "platforms/assessment_form.html"


@require_GET
@requires("platforms.selection.read")
def selection(request: HttpRequest) -> HttpResponse:
    rows, wanted = queries.standings(), request.GET.get("state", "")
    context = {
        "rows": [r for r in rows if not wanted or r.state == wanted],
        "chart": queries.comparison(rows),
        "tabs": tabs("selection"),
        "may_manage": member_of(request).has_perm(queries.MANAGE),
        "filtered": bool(wanted),
    }
    template = "platforms/selection.html#rows" if request.headers.get("HX-Request") else "platforms/selection.html"
    return render(request, template, context)


@require_GET
@requires("platforms.selection.read")
def platform(request: HttpRequest, key: str) -> HttpResponse:
    found = queries.get_platform(key)
    rows = queries.history_of(found)
    context = {
        "platform": found,
        "rows": rows,
        "approved": queries.approved_assessment(found),
        "may_assess": member_of(request).has_perm(queries.ASSESS) and not any(r.state in queries.OPEN for r in rows),
    }
    return render(request, "platforms/platform.html", context)


@require_http_methods(GET_OR_POST)
@requires("platforms.selection.assess")
def assess(request: HttpRequest, key: str) -> HttpResponse:
    member, found = member_of(request), queries.get_platform(key)
    form = AssessmentForm(request.POST or None, request.FILES or None)
    return form_page(
        request,
        form,
        lambda: actions.start_assessment(platform=found, judgement=form.judgement, by=member),
        done=_("评估已保存，核对后提交审批。"),
        to=Assessment.get_absolute_url,
        page=FORM_PAGE,
        platform=found,
        back=reverse("platforms:platform", args=[found.key]),
    )


@require_GET
@requires("platforms.selection.read")
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.get_assessment(pk)
    context = {
        "assessment": found,
        "case": approval_queries.latest_case(queries.ASSESSMENT_KIND, found.pk),
        "may_assess": member_of(request).has_perm(queries.ASSESS) and found.state == "draft",
    }
    return render(request, "platforms/assessment.html", context)


@require_http_methods(GET_OR_POST)
@requires("platforms.selection.assess")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    member, found = member_of(request), queries.get_assessment(pk)
    form = AssessmentForm(request.POST or None, request.FILES or None, assessment=found)
    return form_page(
        request,
        form,
        lambda: actions.change_assessment(assessment=found, judgement=form.judgement, by=member),
        done=_("评估已保存，核对后提交审批。"),
        to=Assessment.get_absolute_url,
        page=FORM_PAGE,
        platform=found.platform,
        back=found.get_absolute_url(),
    )


@require_POST
@requires("platforms.selection.assess")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.get_assessment(pk)
    actions.submit_assessment(assessment=found, by=member_of(request))
    messages.success(request, _("已提交审批。"))
    return HttpResponseRedirect(found.get_absolute_url())


@require_http_methods(GET_OR_POST)
@requires("platforms.catalogue.manage")
def criteria(request: HttpRequest) -> HttpResponse:
    member, form = member_of(request), CriteriaForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: actions.set_criteria(rows=form.given, by=member),
        done=_("评估项已保存，从下一份评估起使用。"),
        to=reverse("platforms:selection"),
        page="platforms/criteria.html",
    )
