"""The page speaks the member's language; before sign-in the browser's cookie or header decides (Django's LocaleMiddleware)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from masthead.org.models import Member


class LanguageMiddleware:
    """Stands after AuthenticationMiddleware; costs no query of its own, the frame reads the member anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Member):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)
