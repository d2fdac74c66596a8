"""Forms of the second step and of passkeys, in our words; a wrong code leaves a mark."""

from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.org import actions

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "maxlength": "12", "class": "code"}


def _code_field(form: forms.Form, label: Any) -> None:
    field = form.fields["code"]
    form.label_suffix = ""
    field.label = label
    field.widget.attrs = dict(CODE)


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("动态口令或恢复码"))

    def _emit_authentication_failed(self, authenticator: Any) -> None:  # noqa: ARG002  allauth's signature
        actions.note_factor_refused(member=self.user, why="wrong_code")


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The second factor once more, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("动态口令或恢复码"))

    def _emit_authentication_failed(self, authenticator: Any) -> None:  # noqa: ARG002  allauth's signature
        actions.note_factor_refused(member=self.user, why="wrong_code_again")


class ActivateForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_field(self, _("6 位动态口令"))


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey that signs in by itself: the device must have checked finger, face or PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.label_suffix = ""
        name = self.fields["name"]
        name.label, name.max_length = _("名称"), 40
        name.help_text = _("方便以后认出是哪台设备，例如「办公室电脑」。")
        name.widget.attrs = {"maxlength": "40"}

    def clean_name(self) -> str:
        return str(super().clean_name())[:40]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["name"] = forms.CharField(label=_("名称"), max_length=40)


class OwnPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """A password of one's own: one that is really new."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        labels = {"oldpassword": _("当前密码"), "password1": _("新密码"), "password2": _("再输一次新密码")}
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)

    def clean_password1(self) -> str:
        new: str = self.cleaned_data["password1"]
        if new == self.cleaned_data.get("oldpassword"):
            raise forms.ValidationError(_("新密码不能与当前密码相同。"), code="same_as_current")
        return new
