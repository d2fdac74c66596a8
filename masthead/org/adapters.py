"""How allauth's sign-in meets the house: no sign-up, limits that no header defeats, every step on the trail.

These hooks stand where other projects listen to signals; they only call actions.
"""

import unicodedata
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from masthead.core import secrets
from masthead.org import actions
from masthead.org.models import Member

MISMATCH = _("登录名或密码不正确。")
FACTOR_CHANGES = {
    "mfa/email/totp_activated": "启用了动态口令",
    "mfa/email/totp_deactivated": "停用了动态口令",
    "mfa/email/recovery_codes_generated": "重新生成了恢复码",
}
QUIET_MESSAGES = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}  # the page itself shows it
SECOND_FACTOR = "org.second_factor"


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
        "too_many_login_attempts": _("连续输错次数过多，登录已暂时锁定。请 5 分钟后再试，或联系系统管理员。"),
        "rate_limited": _("操作太频繁，请稍后再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """REMOTE_ADDR only: `config.headers.ClientAddressMiddleware` has settled how far a proxy's header counts."""
        return str(request.META.get("REMOTE_ADDR", ""))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002  allauth's signature
        """One key per name, however it is spelt. The Host header is left out: it would hand out a fresh key per port."""
        return f"sign-in:{_folded(_typed_name(credentials))}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            actions.note_sign_in_refused(username=_typed_name(credentials), why="locked")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002  allauth's signature
        actions.note_sign_in_refused(username=_typed_name(credentials), why="wrong_password")

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        actions.note_sign_in(member=user, by=user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def logout(self, request: HttpRequest) -> None:
        member = request.user
        super().logout(request)
        if isinstance(member, Member):
            actions.note_sign_out(member=member, by=member)

    def set_password(self, user: Any, password: str) -> None:
        actions.set_password(member=user, password=password, by=user)

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002  allauth's signature
        """allauth's one call at each change of a second factor; it is noted on the trail instead of being mailed."""
        if what := FACTOR_CHANGES.get(template_prefix):
            actions.note_second_factor_change(member=user, by=user, what=what)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template not in QUIET_MESSAGES:
            super().add_message(request, level, message_template, *args, **kwargs)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The key of the second factor lies sealed by the vault, not in the clear."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不正确。"),
        "cannot_delete_authenticator": _("当前不能停用两步验证。"),
        "cannot_generate_recovery_codes": _("请先启用动态口令，再生成恢复码。"),
    }

    def encrypt(self, text: str) -> str:
        return secrets.seal(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.unseal(encrypted_text, SECOND_FACTOR)

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)


def _typed_name(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")


def _folded(name: str) -> str:
    """All spellings that a database may take for the same name: width, case, the letters whose capital is an ordinary one."""
    return unicodedata.normalize("NFKC", name).strip().upper().lower()
