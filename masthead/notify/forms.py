"""Shape and wording of what people type about channels and their own wishes. Addresses and secrets are never rendered back."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from masthead.core.widgets import MomentInput
from masthead.notify import queries
from masthead.notify.models import Preference, RobotChannel
from masthead.notify.registry import KINDS
from masthead.notify.states import DeliveryState, DigestRhythm, MailMode, Medium, RobotKind
from masthead.org.models import Unit

HOURS = [(n, f"{n:02d}:00") for n in range(24)]
MAIL_FIELD = "mail_"


def _hidden_words(**more: Any) -> forms.PasswordInput:
    return forms.PasswordInput(
        attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": 500, **more}, render_value=False
    )


def _time() -> forms.TimeInput:
    widget = forms.TimeInput(format="%H:%M")
    widget.input_type = "time"
    return widget


class ChannelForm(forms.Form):
    """A robot: where it speaks, what it carries, when it is quiet."""

    kind = forms.ChoiceField(label=_("应用"), choices=RobotKind.choices)
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("群成员看不到，例如 宣传部值班群。"))
    address = forms.CharField(
        label=_("Webhook 地址"),
        widget=_hidden_words(),
        help_text=_("在群里添加自定义机器人后复制。保存后加密，不再显示。"),
    )
    secret = forms.CharField(
        label=_("加签密钥"),
        required=False,
        widget=_hidden_words(),
        help_text=_("钉钉、飞书机器人启用「加签」或「签名校验」时填写；企业微信没有。"),
    )
    keyword = forms.CharField(
        label=_("安全关键词"),
        max_length=20,
        required=False,
        help_text=_("机器人启用关键词校验时填写其中一个，消息里没有时自动补上。"),
    )
    kinds = forms.MultipleChoiceField(label=_("发送哪些通知"), widget=forms.CheckboxSelectMultiple)
    units = forms.ModelMultipleChoiceField(
        label=_("只发给这些部门成员的通知"),
        queryset=Unit._default_manager.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选表示所有部门；选上级部门即含下级。"),
    )
    quiet_from = forms.TimeField(label=_("免打扰开始"), required=False, widget=_time())
    quiet_to = forms.TimeField(label=_("免打扰结束"), required=False, widget=_time(), help_text=_("紧急通知不受限制。"))
    quiet_rest_days = forms.BooleanField(label=_("休息日和节假日也免打扰"), required=False)

    def __init__(self, *args: Any, channel: RobotChannel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, units = self.fields["kinds"], self.fields["units"]
        assert isinstance(kinds, forms.MultipleChoiceField)
        assert isinstance(units, forms.ModelMultipleChoiceField)
        kinds.choices = [(k.key, k.label) for k in sorted(KINDS.values(), key=lambda k: k.key)]
        units.queryset = queries.units_of_choice()
        if channel is None:
            return
        del self.fields["kind"]
        self.fields["address"].required = False
        self.fields["address"].help_text = _("已加密保存；留空则保持不变。")
        if channel.sealed_secret:
            self.fields["secret"].help_text = _("已加密保存；留空则保持不变。")
        names = ("name", "keyword", "kinds", "quiet_from", "quiet_to", "quiet_rest_days")
        self.initial = {name: getattr(channel, name) for name in names} | {"units": list(channel.units.all())}


class PreferenceForm(forms.Form):
    """One's own wishes: a choice for every kind, quiet hours, the digest, the language."""

    quiet_from = forms.TimeField(label=_("免打扰开始"), required=False, widget=_time())
    quiet_to = forms.TimeField(label=_("免打扰结束"), required=False, widget=_time())
    quiet_rest_days = forms.BooleanField(label=_("休息日和节假日也免打扰"), required=False)
    snooze_until = forms.DateTimeField(
        label=_("全部暂缓至"),
        required=False,
        widget=MomentInput(),
        help_text=_("休假时用：到这个时间之前只收紧急通知。留空表示不暂缓。"),
    )
    digest = forms.ChoiceField(label=_("摘要"), choices=DigestRhythm.choices)
    digest_hour = forms.TypedChoiceField(label=_("摘要时间"), choices=HOURS, coerce=int)
    language = forms.ChoiceField(label=_("界面和通知的语言"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, wish: Preference, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("quiet_from", "quiet_to", "quiet_rest_days", "snooze_until", "digest", "digest_hour")
        self.initial = {name: getattr(wish, name) for name in names} | {"language": language}
        for kind in sorted(KINDS.values(), key=lambda k: k.key):
            name = MAIL_FIELD + kind.key
            self.fields[name] = forms.ChoiceField(label=str(kind.label), choices=MailMode.choices)
            self.initial[name] = queries.mode_of(wish, kind.key)

    def matrix(self) -> Iterator[tuple[str, forms.BoundField]]:
        """(icon, field) of each kind."""
        for kind in sorted(KINDS.values(), key=lambda k: k.key):
            yield kind.icon, self[MAIL_FIELD + kind.key]

    def wishes(self) -> dict[str, Any]:
        """What was said, as the action takes it."""
        said = {n: v for n, v in self.cleaned_data.items() if not n.startswith(MAIL_FIELD)}
        mail = {n.removeprefix(MAIL_FIELD): v for n, v in self.cleaned_data.items() if n.startswith(MAIL_FIELD)}
        return {**said, "mail": mail}


class LogFilterForm(forms.Form):
    """The bar above the log; every field stands in the address."""

    q = forms.CharField(
        label=_("搜索投递"), required=False, widget=forms.SearchInput(attrs={"placeholder": _("标题或收件人")})
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *DeliveryState.choices])
    medium = forms.ChoiceField(label=_("方式"), required=False, choices=[("", _("全部")), *Medium.choices])
    channel = forms.ChoiceField(label=_("渠道"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["channel"]
        assert isinstance(field, forms.ChoiceField)
        robots = queries.all_channels().order_by("name").prefetch_related(None).values_list("pk", "name")
        field.choices = [("", _("全部")), *((str(pk), name) for pk, name in robots)]
