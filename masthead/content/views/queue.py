"""The review queue of a person, and the load of a department's reviewers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.content import forms, queries
from masthead.content.views.topics import _member
from masthead.core.permissions import requires


@requires("content.draft.review")
def review_queue(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    filters = forms.QueueInput(request.GET)
    page = queries.waiting_page(member, filters.wanted(), request.GET.get("cursor", ""))
    menu = [{"label": _("审核负荷"), "href": reverse("content:review_load"), "icon": "chart-bar"}]
    context = {
        "filters": filters, "page": page, "menu": menu if member.has_perm(queries.OVERSEE) else [],
        "filtered": any(filters.wanted().values()),
    }  # fmt: skip
    return render(request, "content/review_queue.html", context)


@requires("content.review.oversee")
def review_load(request: HttpRequest) -> HttpResponse:
    rows = queries.loads(_member(request))
    totals = {name: sum(getattr(row, name) for row in rows) for name in ("open", "late", "decided", "returned")}
    crumbs = [{"label": _("稿件审核"), "href": reverse("content:review_queue")}]
    return render(request, "content/review_load.html", {"rows": rows, "totals": totals, "crumbs": crumbs})


@requires("content.review.oversee")
def review_load_rows(request: HttpRequest, pk: int) -> HttpResponse:
    whose = queries.get_reviewer_for(_member(request), pk)
    given = request.GET.get("show", "open")
    show = given if given in queries.SHOWS else "open"
    page = queries.load_rows(_member(request), whose, show, request.GET.get("cursor", ""))
    crumbs = [{"label": _("审核负荷"), "href": reverse("content:review_load")}]
    labels = {"open": _("待审"), "late": _("已超时"), "decided": _("本月已审"), "returned": _("本月退回")}
    tabs = [{"label": labels[key], "href": f"?show={key}", "current": key == show} for key in queries.SHOWS]
    context = {"whose": whose, "page": page, "tabs": tabs, "show": show, "crumbs": crumbs}
    return render(request, "content/review_load_rows.html", context)
