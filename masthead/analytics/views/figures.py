"""The figures panel of a draft, and contents ranked by reads."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from masthead.analytics import queries
from masthead.content import queries as content_queries
from masthead.core.paging import page_of
from masthead.core.permissions import requires
from masthead.org.models import Member


@requires(queries.READ)
def ranking(request: HttpRequest) -> HttpResponse:
    rows = queries.ranking_visible_to(cast("Member", request.user))
    page = page_of(rows, order=("-read_users", "-publication_id"), cursor=request.GET.get("cursor", ""))
    return render(
        request,
        "analytics/ranking.html",
        {"page": page, "metrics": queries.all_metrics(), "may_enter": request.user.has_perm(queries.ENTER)},
    )


@requires(queries.READ)
def draft_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel on the draft's page."""
    member = cast("Member", request.user)
    draft = content_queries.get_draft_for(member, pk)
    context = {"draft": draft, "figures": queries.figures_of(member, draft)}
    return render(
        request, f"analytics/draft_figures.html{'#panel' if request.headers.get('HX-Request') else ''}", context
    )
