"""What was published with a material of the library, on its page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from masthead.content import queries as content_queries
from masthead.core.permissions import requires
from masthead.publishing import queries
from masthead.publishing.views.publications import _member


@requires(queries.READ)
def material_publications(request: HttpRequest, pk: int) -> HttpResponse:
    """Panel on the material's page: after a withdrawn consent these are the posts to take down."""
    member = _member(request)
    material = content_queries.get_material_for(member, pk)
    problems = content_queries.rights_problems(material)
    context = {"material": material, "rows": queries.publications_of_material(member, material), "problems": problems}
    part = "#panel" if request.headers.get("HX-Request") else ""
    return render(request, f"publishing/material_publications.html{part}", context)
