"""Pages of the catalogue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from masthead.core.permissions import requires
from masthead.platforms import queries
from masthead.platforms.abilities import Ability


@requires("platforms.catalogue.read")
def catalogue(request: HttpRequest) -> HttpResponse:
    return render(request, "platforms/catalogue.html", {"rows": queries.catalogue_rows(), "abilities": list(Ability)})
