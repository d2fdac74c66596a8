"""Language and theme: forms, so that they work without scripts and before sign-in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from masthead.core.permissions import public
from masthead.org import actions as org_actions
from masthead.org.models import Member

YEAR = 365 * 24 * 3600
THEMES = ("light", "dark", "auto")


def _back(request: HttpRequest) -> HttpResponseRedirect:
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if safe else "/")


@public("the sign-in page needs it too")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language; a member's choice is kept with the member."""
    chosen = request.POST.get("language", "")
    response = _back(request)
    if chosen in dict(settings.LANGUAGES):
        if isinstance(request.user, Member):
            org_actions.set_language(member=request.user, language=chosen, by=request.user)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    return response


@public("the sign-in page needs it too")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system says."""
    chosen = request.POST.get("theme", "")
    response = _back(request)
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response
