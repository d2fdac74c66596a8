"""Shape and wording of what people hand in. What was typed as a secret is never rendered back."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from masthead.core.widgets import MomentInput
from masthead.vault import queries
from masthead.vault.kinds import KINDS, Check, KindFacts
from masthead.vault.material import MOST_CERTIFICATE, certificate_text
from masthead.vault.models import Level, RotationReason, Secret, SecretKind

STATES = [("", _("全部")), ("overdue", _("应更换")), ("fresh", _("期限内"))]


def _hidden(**more: Any) -> forms.PasswordInput:
    return forms.PasswordInput(
        attrs={"autocomplete": "new-password", "spellcheck": "false", **more}, render_value=False
    )


def _unfilled(**more: Any) -> forms.Textarea:
    """A text area that never gives back what was typed."""

    class Unfilled(forms.Textarea):
        def format_value(self, value: Any) -> None:  # noqa: ARG002  Django's signature
            return None

    return Unfilled(attrs={"autocomplete": "off", "spellcheck": "false", "rows": 6, **more})


class FilterForm(forms.Form):
    """The catalogue narrowed: owner, kind, class, state."""

    q = forms.CharField(label=_("所属"), required=False, widget=forms.TextInput(attrs={"placeholder": _("账号名称")}))
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *SecretKind.choices])
    level = forms.ChoiceField(label=_("密级"), required=False, choices=[("", _("全部")), *Level.choices])
    state = forms.ChoiceField(label=_("期限"), required=False, choices=STATES)

    def wishes(self) -> dict[str, str]:
        """What may be filtered by; nonsense in the address is nothing."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


class SecretForm(forms.Form):
    """One secret of a kind: new (with owner) or a newer version of `secret`. Fields depend on the kind."""

    owner = forms.ChoiceField(label=_("所属账号"))
    slot = forms.CharField(
        label=_("用途"), max_length=40, required=False, help_text=_("同一账号有多份证书时，用来区分。")
    )
    generate = forms.BooleanField(label=_("由系统生成（存入时任何人都看不到）"), required=False)
    plaintext = forms.CharField(label=_("凭据内容"), required=False, strip=False, widget=_hidden())
    file = forms.FileField(
        label=_("证书文件"),
        required=False,
        error_messages={"required": _("请选择证书文件。")},
        help_text=_("PEM 或 PFX（.p12），不超过 100 KB。"),
    )
    passphrase = forms.CharField(label=_("文件口令"), required=False, strip=False, widget=_hidden())

    def __init__(
        self, *args: Any, facts: KindFacts, member: Any = None, secret: Secret | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.facts, self.secret = facts, secret
        certificate = facts.check == Check.CERTIFICATE
        unused = {"file", "passphrase"} if not certificate else {"plaintext"}
        unused |= set() if facts.check == Check.PASSWORD and secret is None else {"generate"}
        unused |= {"owner", "slot"} if secret else (set() if certificate else {"slot"})
        for name in unused:
            del self.fields[name]
        if owner := self.fields.get("owner"):
            assert isinstance(owner, forms.ChoiceField)
            owner.choices = [("", _("请选择账号")), *queries.owner_choices(member)]
        for name in ("plaintext", "file"):
            if name in self.fields and "generate" not in self.fields:
                self.fields[name].required = True
        self._dress(facts.check)

    def _dress(self, check: Check) -> None:
        if check == Check.PASSWORD:
            meter = {
                "hx-post": reverse_lazy("vault:strength"),
                "hx-trigger": "input changed delay:400ms",
                "hx-target": "#strength",
            }
            self.fields["plaintext"].widget = _hidden(**meter, **{"hx-include": "closest form"})
            self.fields["plaintext"].label = _("新密码") if self.secret else _("登录密码")
            self.fields["plaintext"].help_text = "" if self.secret else _("勾选「由系统生成」时不用填写。")
        elif check == Check.TOTP:
            self.fields["plaintext"].label = _("密钥或 otpauth:// 地址")
            self.fields["plaintext"].help_text = _("在平台开启两步验证时，选择「手动输入密钥」后复制。")
        elif check == Check.CODES:
            self.fields["plaintext"].widget = _unfilled()
            self.fields["plaintext"].label = _("恢复码")
            self.fields["plaintext"].help_text = _("每行一个。")

    def owner_key(self) -> tuple[str, int]:
        kind, _sep, pk = self.cleaned_data["owner"].rpartition(":")
        return kind, int(pk)

    def owner_name(self) -> str:
        chosen = dict(queries.owner_facts([Secret(owner_kind=k, owner_id=pk) for k, pk in [self.owner_key()]]))
        return chosen[self.owner_key()].name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        upload = given.get("file")
        if "file" in self.fields:
            if upload is None:
                return given
            if upload.size > MOST_CERTIFICATE:
                self.add_error("file", _("证书文件超过 100 KB，请只上传证书和私钥本身。"))
            else:
                given["plaintext"] = certificate_text(upload.read(), given.get("passphrase", ""))
        return given


class DemandForm(forms.Form):
    """Why and by when a secret must be replaced."""

    reason = forms.ChoiceField(label=_("原因"), choices=RotationReason.choices)
    due_at = forms.DateTimeField(label=_("最迟"), widget=MomentInput())
    note = forms.CharField(label=_("说明"), max_length=500, required=False)


class RuleForm(forms.Form):
    """A correction of what holds for a kind."""

    level = forms.ChoiceField(label=_("密级"), choices=Level.choices)
    days = forms.IntegerField(
        label=_("更换周期（天）"),
        required=False,
        min_value=1,
        max_value=1095,
        help_text=_("留空表示由平台到期时间决定。"),
    )
    after_use = forms.BooleanField(label=_("每次借用后更换"), required=False)
    reason = forms.CharField(label=_("更正理由"), min_length=4, max_length=500, help_text=_("写入留痕。"))


class StrengthForm(forms.Form):
    """What the meter is asked."""

    plaintext = forms.CharField(required=False, strip=False, max_length=KINDS[SecretKind.PASSWORD].most)
    owner = forms.CharField(required=False)
