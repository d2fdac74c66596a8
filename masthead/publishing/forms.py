"""Shape and wording of input; what is allowed is decided by the actions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.accounts.models import Account
from masthead.core import clock
from masthead.publishing.states import PublicationState, Verdict


class MomentField(forms.DateTimeField):
    """A moment on a clock in Shanghai, picked by the browser."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        return clock.china(value).replace(tzinfo=None) if isinstance(value, dt.datetime) and value.tzinfo else value


class ScheduleForm(forms.Form):
    """Accounts (those in the seal only) and the time inside the approved window."""

    accounts = forms.MultipleChoiceField(label=_("发布账号"), widget=forms.CheckboxSelectMultiple)
    planned_at = MomentField(label=_("发布时间"))
    crowded_ok = forms.BooleanField(label=_("知道同一小时内已有发布，仍按这个时间排期"), required=False)

    def __init__(self, *args: Any, accounts: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(a.pk): a for a in accounts}
        field = self.fields["accounts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, a.name) for key, a in self.by_key.items()]

    @property
    def chosen(self) -> list[Account]:
        return [self.by_key[key] for key in self.cleaned_data["accounts"]]


class MoveForm(forms.Form):
    planned_at = MomentField(label=_("新的发布时间"))


class ResolveForm(forms.Form):
    """What a person found out at the platform."""

    verdict = forms.ChoiceField(label=_("核实结果"), choices=Verdict.choices, widget=forms.RadioSelect)
    url = forms.CharField(
        label=_("文章链接"),
        max_length=1000,
        required=False,
        help_text=_("确认已发时必填：在平台打开文章，复制它的地址。"),
    )
    reason = forms.CharField(
        label=_("理由"), min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("怎样核实的、看到了什么。理由会写入留痕，无法修改。"),
    )  # fmt: skip


class ProofForm(forms.Form):
    """What the person in charge shows after publishing by hand."""

    link = forms.CharField(
        label=_("作品链接"), max_length=1000, required=False, widget=forms.URLInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        help_text=_("在平台打开作品，用「分享 → 复制链接」。"),
    )  # fmt: skip
    screenshot = forms.FileField(
        label=_("截图"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("能看到账号名和标题；JPG、PNG 或 WebP，不超过 10 MB。链接和截图至少给一样，最好都给。"),
    )  # fmt: skip
    published_at = MomentField(label=_("实际发布时间"), help_text=_("作品在平台上显示的时间。"))


class OperatorForm(forms.Form):
    operator = forms.ChoiceField(label=_("发布人"))

    def __init__(self, *args: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(m.pk): m for m in people}
        field = self.fields["operator"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, m.name) for key, m in self.by_key.items()]


class PublicationFilter(forms.Form):
    q = forms.CharField(
        label=_("标题"), required=False, widget=forms.TextInput(attrs={"type": "search", "placeholder": _("搜索标题")})
    )
    state = forms.ChoiceField(label=_("状态"), required=False)
    account = forms.ChoiceField(label=pgettext_lazy("one", "账号"), required=False)

    def __init__(self, *args: Any, accounts: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("state", PublicationState.choices),
            ("account", [(str(a.pk), a.name) for a in accounts]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("全部")), *choices]

    def wanted(self) -> dict[str, Any]:
        """The valid filters; a wrong one is no filter."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "state": data.get("state", ""),
            "account": int(data["account"]) if data.get("account") else None,
            "text": data.get("q", "").strip(),
        }
