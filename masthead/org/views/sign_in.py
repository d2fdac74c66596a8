"""allauth's views with the manners of the house: 422 for a form that is wrong, 429 for one that comes too often, a declared access."""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from masthead.core.errors import NotPermitted, TooMany
from masthead.core.permissions import for_every_member, public
from masthead.org import actions, providers, queries
from masthead.org.adapters import DUTY
from masthead.org.models import EndedWhy, Member, SignInProvider
from masthead.org.views.pages import viewer

View = Callable[..., HttpResponseBase]
LOCKED = ("too_many_login_attempts", "rate_limited")


def mannered(view: View) -> View:
    """allauth answers 200 to a wrong form and an English page to a flood; the house answers 422 and its own 429 page."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise TooMany(
                _("请求太频繁，已暂时锁定。"),
                code="sign_in_flood",
                clause="2.2.4",
                advice=_("请几分钟后再试，或联系系统管理员。"),
            )
        forms = _forms_of(response)
        if request.method == "POST" and any(form.errors for form in forms):
            locked = any(_is_locked(form) for form in forms)
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS if locked else HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return answered


def fresh(view: View) -> View:
    """Who has neither password nor passkey cannot be asked for one before something sensitive: the provider is asked again,
    unless it vouched for this session just now. allauth would let such a session do everything for two weeks."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        member = viewer(request)
        if get_reauthentication_flows(member) or _vouched_just_now(request, member):
            return view(request, *args, **kwargs)
        way = next((way for way in queries.ways_of(member) if way.link and way.provider.enabled), None)
        if way is None:
            raise NotPermitted(
                _("没有办法再次确认您的身份。"),
                code="no_way_to_confirm",
                clause="2.2.4",
                advice=_("请联系系统管理员。"),
            )
        back = request.get_full_path() if request.method == "GET" else reverse("mfa_index")
        return onward(request, way.provider, purpose="again", next_url=back)

    return answered


def onward(request: HttpRequest, provider: SignInProvider, *, purpose: str, next_url: str = "") -> HttpResponse:
    """Out to a provider by a link: this may follow a form, and our content policy lets no form lead to another place."""
    address = providers.begin(request, provider, purpose=purpose, next_url=next_url)
    return render(request, "org/onward.html", {"provider": provider, "onward": address})


def _vouched_just_now(request: HttpRequest, member: Member) -> bool:
    records = [r for r in get_authentication_records(request, member) if r.get("method") == "socialaccount"]
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _forms_of(response: HttpResponseBase) -> list[BaseForm]:
    context = (response.context_data or {}) if isinstance(response, TemplateResponse) else {}
    return [form for form in (context.get("form"), context.get("webauthn_form")) if isinstance(form, BaseForm)]


def _is_locked(form: BaseForm) -> bool:
    return any(error.code in LOCKED for errors in form.errors.as_data().values() for error in errors)


def _with_providers(view: View) -> View:
    """The sign-in page also shows the company's other ways in."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            response.context_data["providers"] = queries.open_providers()
        return response

    return answered


def _ends_the_others(view: View) -> View:
    """A new password ends every other session; this one goes on under its new number."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        old_key = request.session.session_key or ""
        response = view(request, *args, **kwargs)
        new_key = request.session.session_key or ""
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            member = viewer(request)
            actions.carry_sign_in_on(old_key=old_key, new_key=new_key)
            actions.end_other_sign_ins(member=member, by=member, keep_key=new_key, why=EndedWhy.PASSWORD)
            request.session.pop(DUTY, None)
        return response

    return answered


def _away(url_name: str, words: Callable[[], str]) -> View:
    """A door of allauth that this house keeps shut: say what to do instead and lead there."""

    def closed(request: HttpRequest) -> HttpResponseBase:
        messages.info(request, words())
        return HttpResponseRedirect(reverse(url_name))

    return closed


def _ask_administrator() -> str:
    return _("本系统不开放自行注册或找回密码，请联系系统管理员。")


def _fixed_by_administrator() -> str:
    return _("邮箱和登录方式由系统管理员维护。")


login = public("people sign in here")(_with_providers(mannered(account.login)))
logout = for_every_member(mannered(account.logout))
inactive = public("somebody who left learns why sign-in is refused")(account.account_inactive)
reauthenticate = for_every_member(mannered(account.reauthenticate))
change_password = for_every_member(_ends_the_others(mannered(account.password_change)))
sign_up = public("leads strangers to the sign-in page")(_away("account_login", _ask_administrator))
reset_password = public("leads to the sign-in page")(_away("account_login", _ask_administrator))
email_sent = public("leads to the sign-in page")(_away("account_login", _ask_administrator))
email = for_every_member(_away("mfa_index", _fixed_by_administrator))
set_password = for_every_member(_away("mfa_index", _fixed_by_administrator))

mfa_authenticate = public("the second step of signing in")(mannered(mfa.authenticate))
mfa_reauthenticate = for_every_member(mannered(mfa.reauthenticate))
mfa_activate_totp = for_every_member(fresh(mannered(totp.activate_totp)))
mfa_deactivate_totp = for_every_member(fresh(mannered(totp.deactivate_totp)))
mfa_view_recovery_codes = for_every_member(never_cache(recovery.view_recovery_codes))
mfa_generate_recovery_codes = for_every_member(fresh(mannered(recovery.generate_recovery_codes)))
mfa_download_recovery_codes = for_every_member(recovery.download_recovery_codes)
