"""How allauth's sign-in meets the house: no sign-up, limits that no header defeats, every step on the trail.

These hooks stand where other projects listen to signals; they only call actions.
"""

import math
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.core import clock, secrets
from masthead.org import actions, devices, queries
from masthead.org.models import Member, SignInMethod

MISMATCH = _("登录名或密码不正确。")
FACTOR_CHANGES = {
    "mfa/email/totp_activated": "启用了动态口令",
    "mfa/email/totp_deactivated": "停用了动态口令",
    "mfa/email/recovery_codes_generated": "重新生成了恢复码",
    "mfa/email/webauthn_added": "添加了通行密钥",
    "mfa/email/webauthn_removed": "移除了通行密钥",
}
SHOWN_BY_ADDING = {"mfa/email/totp_activated": "totp", "mfa/email/webauthn_added": "webauthn"}
"""Who sets a factor up has just shown it (a code was typed, a key signed): the running session counts from then on."""
QUIET_MESSAGES = {
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "mfa/messages/recovery_codes_generated.txt",
    "mfa/messages/webauthn_added.txt",
    "mfa/messages/webauthn_removed.txt",
}  # the page itself shows it
SECOND_FACTOR = "org.second_factor"
SEEN, DUTY = "seen_at", "password_duty"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed to strangers: an administrator adds members (clause 2.1)."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("该成员已离职，不能登录。"),
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "invalid_login": MISMATCH,
        "enter_current_password": _("请输入当前密码。"),
        "incorrect_code": _("验证码不正确。"),
        "incorrect_password": _("密码不正确。"),
        "same_as_current": _("新密码不能与当前密码相同。"),
        "too_many_login_attempts": _("连续输错次数过多，请 5 分钟后再试，或联系系统管理员。"),
        "rate_limited": _("操作太频繁，请稍后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """REMOTE_ADDR only: `config.headers.ClientAddressMiddleware` has settled how far a proxy's header counts."""
        return str(request.META.get("REMOTE_ADDR", ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Our own count instead of allauth's: it outlives a restart, grows, and an administrator can open it."""
        until = queries.locked_until(_keys(request, _typed_name(credentials)))
        if until is None:
            return
        actions.note_sign_in_refused(username=_typed_name(credentials), why="locked")
        minutes = max(1, math.ceil((until - clock.now()).total_seconds() / 60))
        words = gettext("连续输错次数过多，登录已暂时锁定。请 %(n)d 分钟后再试，或联系系统管理员解除。")
        raise ValidationError(words % {"n": minutes}, code="too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing to roll back: only wrong guesses are counted."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        name = _typed_name(credentials)
        actions.note_sign_in_refused(username=name, why="wrong_password")
        member = queries.member_of_name(devices.folded(name))
        actions.count_wrong_guess(keys=_keys(request, name), member=member)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The session is open now: write it down, know the device again, send on who must choose a password first."""
        number = request.COOKIES.get(devices.COOKIE) if devices.device_of(request) else ""
        fresh = "" if number else devices.new_number()
        actions.note_sign_in(member=user, by=user, **_facts(request, user, fresh))
        actions.forget_guesses(keys=_keys(request, user.username))
        request.session[SEEN] = clock.now().timestamp()
        request.session.pop(DUTY, None)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if queries.must_change_password(user):
            request.session[DUTY] = True
            response = HttpResponseRedirect(reverse("account_change_password"))
        if fresh:
            devices.give_cookie(request, response, fresh)
        return response

    def logout(self, request: HttpRequest) -> None:
        member, key = request.user, request.session.session_key or ""
        super().logout(request)
        if isinstance(member, Member):
            actions.note_sign_out(member=member, by=member, session_key=key)

    def set_password(self, user: Any, password: str) -> None:
        actions.set_password(member=user, password=password, by=user)

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002  allauth's signature
        """allauth's one call at each change of a second factor; it is noted on the trail instead of being mailed."""
        if what := FACTOR_CHANGES.get(template_prefix):
            actions.note_second_factor_change(member=user, by=user, what=what)
        request = allauth_context.request
        if request is not None and (kind := SHOWN_BY_ADDING.get(template_prefix)):
            record_authentication(request, user, method="mfa", type=kind)
            actions.touch_sign_in(session_key=request.session.session_key or "", second_factor=True)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template not in QUIET_MESSAGES:
            super().add_message(request, level, message_template, *args, **kwargs)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The key of the second factor lies sealed by the vault, not in the clear."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不正确，或通行密钥没有通过核对。"),
        "cannot_delete_authenticator": _("您的角色要求两步验证，最后一种方式不能移除。请先添加另一种。"),
        "cannot_generate_recovery_codes": _("请先启用动态口令，再生成恢复码。"),
    }

    def encrypt(self, text: str) -> str:
        return secrets.seal(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.unseal(encrypted_text, SECOND_FACTOR)

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor of somebody who must have one stays."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=queries.FACTORS).exclude(
            pk=authenticator.pk
        )
        return others.exists() or not queries.factor_need(authenticator.user).required

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the address that the house is known by, whatever a request calls its host."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": gettext("刊头")}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  allauth's signature
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("通行密钥 %(n)d") % {"n": count + 1}


def factor_shown(request: HttpRequest, member: Member) -> bool:
    """Did this session show a second factor (at signing in, or when it was asked again)?"""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, member))


def _facts(request: HttpRequest, member: Member, fresh: str) -> dict[str, Any]:
    records = get_authentication_records(request, member)
    first: dict[str, Any] = records[0] if records else {}
    ways = {"mfa": SignInMethod.PASSKEY, "socialaccount": SignInMethod.PROVIDER}
    return {
        "session_key": request.session.session_key or "",
        "device": devices.digest("device", fresh) if fresh else devices.device_of(request),
        "browser": request.headers.get("User-Agent", ""),
        "method": ways.get(first.get("method", ""), SignInMethod.PASSWORD),
        "provider": first.get("provider", ""),
        "second_factor": factor_shown(request, member),
    }


def _keys(request: HttpRequest, name: str) -> dict[str, str]:
    """What a guess of this name from this request counts against: whoever types the address guesses at the same member."""
    folded = devices.folded(name)
    member = queries.member_of_name(folded)
    name = member.username if member else folded
    device = devices.device_of(request)
    known = device if queries.knows_device(name, device) else ""
    return devices.lock_keys(name, address=str(request.META.get("REMOTE_ADDR", "")), known_device=known)


def _typed_name(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")
