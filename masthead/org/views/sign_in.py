"""allauth's views with the manners of the house: 422 for a form that is wrong, 429 for one that comes too often, a declared access."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.core.errors import TooMany
from masthead.core.permissions import for_every_member, public

View = Callable[..., HttpResponseBase]
LOCKED = ("too_many_login_attempts", "rate_limited")


def _mannered(view: View) -> View:
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
        form = (response.context_data or {}).get("form") if isinstance(response, TemplateResponse) else None
        if request.method == "POST" and isinstance(form, BaseForm) and form.errors:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS if _is_locked(form) else HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return answered


def _is_locked(form: BaseForm) -> bool:
    return any(error.code in LOCKED for errors in form.errors.as_data().values() for error in errors)


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


login = public("people sign in here")(_mannered(account.login))
logout = for_every_member(_mannered(account.logout))
inactive = public("somebody who left learns why sign-in is refused")(account.account_inactive)
reauthenticate = for_every_member(_mannered(account.reauthenticate))
change_password = for_every_member(_mannered(account.password_change))
sign_up = public("leads strangers to the sign-in page")(_away("account_login", _ask_administrator))
reset_password = public("leads to the sign-in page")(_away("account_login", _ask_administrator))
email_sent = public("leads to the sign-in page")(_away("account_login", _ask_administrator))
email = for_every_member(_away("mfa_index", _fixed_by_administrator))
set_password = for_every_member(_away("mfa_index", _fixed_by_administrator))

mfa_index = for_every_member(mfa.index)
mfa_authenticate = public("the second step of signing in")(_mannered(mfa.authenticate))
mfa_reauthenticate = for_every_member(_mannered(mfa.reauthenticate))
mfa_activate_totp = for_every_member(_mannered(totp.activate_totp))
mfa_deactivate_totp = for_every_member(_mannered(totp.deactivate_totp))
mfa_view_recovery_codes = for_every_member(recovery.view_recovery_codes)
mfa_generate_recovery_codes = for_every_member(_mannered(recovery.generate_recovery_codes))
mfa_download_recovery_codes = for_every_member(recovery.download_recovery_codes)
