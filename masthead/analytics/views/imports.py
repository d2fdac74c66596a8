"""Figures that people bring: a platform's export with its preview, and figures typed by hand."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from masthead.analytics import actions, queries
from masthead.analytics.forms import FiguresForm, ImportForm
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.core.permissions import requires
from masthead.org.models import Member
from masthead.publishing import queries as publishing_queries


def _member(request: HttpRequest) -> Member:
    return cast("Member", request.user)


def _told(form: ImportForm | FiguresForm, error: BadInput) -> None:
    """The action's refusal at the fields it names."""
    for name, texts in (error.fields or {next(iter(form.fields)): [str(error.message)]}).items():
        form.add_error(name if name in form.fields else None, texts)


@requires(queries.ENTER)
def imports(request: HttpRequest) -> HttpResponse:
    member = _member(request)
    start = {"as_of": clock.today(), "account": request.GET.get("account", "")}
    form = ImportForm(
        request.POST or None, request.FILES or None, accounts=queries.accounts_to_enter(member), initial=start
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _start(member, form)
            return redirect("analytics:figure_import", pk=made)
        except BadInput as error:
            _told(form, error)
    context = {"form": form, "rows": queries.imports_visible_to(member)[:20]}
    return render(request, "analytics/imports.html", context, status=422 if form.is_bound else 200)


def _start(member: Member, form: ImportForm) -> int:
    data = form.cleaned_data
    upload = data["file"]
    made = actions.start_import(
        account=form.by_key[data["account"]], data=upload.read(), name=upload.name, as_of=data["as_of"], by=member
    )
    return made.pk


@requires(queries.ENTER)
def figure_import(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.get_import_for(_member(request), pk)
    crumbs = [
        {"label": _("内容数据"), "href": reverse("analytics:ranking")},
        {"label": _("导入数据"), "href": reverse("analytics:imports")},
        {"label": found.name},
    ]
    context = {"found": found, "preview": queries.preview_of(found), "crumbs": crumbs}
    return render(request, "analytics/figure_import.html", context)


@require_POST
@requires(queries.ENTER)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    found, line, chosen = (
        queries.get_import_for(_member(request), pk),
        request.POST.get("line", ""),
        request.POST.get("publication", ""),
    )
    publication = None
    if chosen.isdecimal():
        publication = publishing_queries.get_publication_for(_member(request), int(chosen[:12]))
    number = int(line[:6]) if line.isdecimal() else 0
    actions.assign_row(figure_import=found, line=number, publication=publication, by=_member(request))
    return redirect("analytics:figure_import", pk=pk)


@require_POST
@requires(queries.ENTER)
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.get_import_for(_member(request), pk)
    done = actions.apply_import(figure_import=found, by=_member(request))
    messages.success(request, _("已导入 %(n)d 条内容的数据") % {"n": done.kept})
    return redirect("analytics:figure_import", pk=pk)


@require_POST
@requires(queries.ENTER)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    actions.discard_import(figure_import=queries.get_import_for(_member(request), pk), by=_member(request))
    messages.success(request, _("已放弃这次导入，没有改动任何数据"))
    return redirect("analytics:imports")


@requires(queries.ENTER)
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request)
    publication = publishing_queries.get_publication_for(member, pk)
    queries.require_entry(member, publication.account)
    form = FiguresForm(request.POST or None, initial={"as_of": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_figures(
                publication=publication, as_of=form.cleaned_data["as_of"], totals=form.totals, by=member
            )
            messages.success(request, _("数据已保存"))
            return redirect(publication)
        except BadInput as error:
            _told(form, error)
    crumbs = [{"label": publication.title, "href": publication.get_absolute_url()}, {"label": _("录入数据")}]
    context = {"publication": publication, "form": form, "crumbs": crumbs}
    return render(request, "analytics/enter.html", context, status=422 if form.is_bound else 200)


@requires(queries.READ)
def publication_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel on the publication's page."""
    member = _member(request)
    publication = publishing_queries.get_publication_for(member, pk)
    context = {
        "publication": publication,
        "cards": queries.totals_of(publication.pk),
        "may_enter": publication.state == "published" and queries.may_enter(member, publication.account),
    }
    part = "#panel" if request.headers.get("HX-Request") else ""
    return render(request, f"analytics/publication_figures.html{part}", context)
