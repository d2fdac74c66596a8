"""The form that connects an account, made from what its platform's connector asks for. Secrets are never rendered back."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from masthead.accounts.models import Account
from masthead.accounts.states import AccountEndpoint
from masthead.platforms.setup import Option, Setup

OPTION = "option_"
PLAIN = {"autocomplete": "off", "spellcheck": "false"}
HIDDEN = {"autocomplete": "off", "maxlength": 4096}


class ConnectForm(forms.Form):
    """Interface details. A secret left empty keeps the stored one; none is ever shown again. Only shapes are judged by the browser:
    what is wrong is said by the action, at the field."""

    def __init__(self, *args: Any, account: Account, setup: Setup, **kwargs: Any) -> None:
        self.account, self.setup = account, setup
        kwargs.setdefault("initial", self._stored())
        super().__init__(*args, **kwargs)
        if settings.SANDBOX_URL or account.endpoint == AccountEndpoint.SANDBOX:
            self.fields["endpoint"] = forms.ChoiceField(label=_("接口环境"), choices=AccountEndpoint.choices)
        for name, label in (("site_url", setup.site), ("handle", setup.handle), ("app_id", setup.app_id)):
            if label:
                most = 200 if name == "site_url" else 80
                widget = forms.TextInput(attrs=PLAIN)
                self.fields[name] = forms.CharField(
                    label=str(label),
                    max_length=most,
                    widget=widget,
                    required=name == "app_id",
                    initial=getattr(account, name),
                )
        if setup.site and "endpoint" in self.fields:
            self.fields["site_url"].help_text = _("以 https:// 开头；接口环境选「平台沙箱」时不使用。")
        for name, label, ref in (
            ("secret", setup.secret, account.secret_ref),
            ("callback_token", setup.callback_token, account.callback_token_ref),
            ("callback_key", setup.callback_key, account.callback_key_ref),
        ):
            if label:
                self.fields[name] = self._secret(label, ref, needed=name == "secret")
        for option in setup.options:
            self.fields[f"{OPTION}{option.key}"] = self._option(option)

    def given(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        found = {name: value for name, value in self.cleaned_data.items() if not name.startswith(OPTION)}
        options = {o.key: self.cleaned_data.get(f"{OPTION}{o.key}", "") for o in self.setup.options}
        return {**found, "options": {key: value for key, value in options.items() if value}}

    def _stored(self) -> dict[str, Any]:
        return {"endpoint": self.account.endpoint}

    def _secret(self, label: Any, ref: str, *, needed: bool) -> forms.CharField:
        return forms.CharField(
            label=label,
            required=needed and not ref,
            widget=forms.PasswordInput(attrs=HIDDEN, render_value=False),
            help_text=_("已存入保险箱；留空则保持不变。") if ref else _("保存后加密存入保险箱，不再显示。"),
        )

    def _option(self, option: Option) -> forms.Field:
        initial = self.account.options.get(option.key, option.default)
        words: dict[str, Any] = {"label": option.label, "help_text": option.help, "initial": initial}
        if option.choices:
            none = [] if option.required or option.default else [("", _("不选"))]
            return forms.ChoiceField(choices=[*none, *option.choices], required=option.required, **words)
        return forms.CharField(max_length=500, required=option.required, widget=forms.TextInput(attrs=PLAIN), **words)
