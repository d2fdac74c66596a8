"""What stands between a signed-in member and every page: a password of one's own, and a second factor where the role demands it."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core import clock
from masthead.core.errors import NotPermitted
from masthead.core.middleware import render_refusal
from masthead.org import actions, queries
from masthead.org.adapters import DUTY, SEEN, factor_shown
from masthead.org.models import Member

ALWAYS = {"account_logout", "web:language", "web:theme"}
FOR_DUTY = ALWAYS | {"account_change_password"}
SHOWING = ALWAYS | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_authenticate"}
"""Where a factor that is set up can be shown: all that is open to a session that has not shown it."""
SETTING_UP = ("account_", "mfa_")


class SignInGateMiddleware:
    """Judges before any view: pages, forms, HTMX and JSON alike. A page leads on to what is lacking, anything else is refused
    and recorded. The role counts from the moment it is given, whenever the session began."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        member = request.user
        if not isinstance(member, Member):
            return None
        member._factor_shown = factor_shown(request, member)  # type: ignore[attr-defined]  # noqa: SLF001  read by queries.scopes
        _touch(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.session.get(DUTY) and name not in FOR_DUTY:
            return _lead(request, "account_change_password", _("请先设置自己的新密码，再继续使用。"))
        if name in SHOWING or _is_public(view) or not _must_stop(request, member, name):
            return None
        if _asks_for_a_page(request):
            return _to_factor(request, member)
        try:
            actions.require_second_factor(by=member)
        except NotPermitted as refused:
            return render_refusal(request, refused)
        return None


def _must_stop(request: HttpRequest, member: Member, name: str) -> bool:
    """A stolen password and an old session must not be enough to set up a factor beside the one that is there."""
    if not name.startswith(SETTING_UP):
        return waits_for_factor(request)
    if factor_shown(request, member):
        return False
    return queries.factors_of(member).any and (name.startswith("mfa_") or queries.factor_need_of(member).required)


def waits_for_factor(request: HttpRequest) -> bool:
    """Must this session set up or show a second factor before anything else?"""
    member = request.user
    if not isinstance(member, Member):
        return False
    need = queries.factor_need_of(member)
    return need.required and not (need.has and factor_shown(request, member))


def _touch(request: HttpRequest) -> None:
    seen, now = request.session.get(SEEN), clock.now().timestamp()
    if seen is not None and now - seen > actions.TOUCH_SECONDS:
        actions.touch_sign_in(
            session_key=request.session.session_key or "", at=dt.datetime.fromtimestamp(now, tz=dt.UTC)
        )
        request.session[SEEN] = now


def _is_public(view: Callable[..., HttpResponseBase]) -> bool:
    access = getattr(view, "masthead_access", None)
    return access is not None and access.kind == "public"


def _asks_for_a_page(request: HttpRequest) -> bool:
    plain = not request.headers.get("HX-Request") and not request.headers.get("Accept", "").startswith(
        "application/json"
    )
    return request.method in ("GET", "HEAD") and plain


def _to_factor(request: HttpRequest, member: Member) -> HttpResponse:
    factors = queries.factors_of(member)
    if not factors.any:
        return HttpResponseRedirect(reverse("mfa_index"))  # the page itself says why
    door = "mfa_reauthenticate" if factors.totp else "mfa_reauthenticate_webauthn"
    return HttpResponseRedirect(f"{reverse(door)}?{urlencode({'next': request.get_full_path()})}")


def _lead(request: HttpRequest, url_name: str, words: str) -> HttpResponse:
    if not _asks_for_a_page(request):
        error = NotPermitted(words, code="sign_in_unfinished", clause="2.2.4", advice=_("请在页面上完成这一步。"))
        return render_refusal(request, error)
    messages.warning(request, words)
    return HttpResponseRedirect(reverse(url_name))
