"""The project's addresses plus two of the benchmark's own: a view that does nothing, and the page frame alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from masthead.config.urls import urlpatterns as house
from masthead.core.permissions import for_every_member, public


@public("the floor of the benchmark")
def empty(_request: HttpRequest) -> HttpResponse:
    """Nothing but Django and our middleware."""
    return HttpResponse("ok")


@for_every_member
def frame(request: HttpRequest) -> HttpResponse:
    """base.html with its navigation and counters, and no page inside."""
    return render(request, "web/base.html")


urlpatterns = [path("_bench/empty/", empty), path("_bench/frame/", frame), *house]
