"""Forms of the writing helper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.content.models import AssistantTask, Draft


class AskInput(forms.Form):
    """What is wanted of the helper."""

    task = forms.ChoiceField(label=_("事项"), choices=AssistantTask)
    account: Any = forms.ModelChoiceField(
        label=_("账号"), queryset=None, required=False, help_text=_("改写文案和语气时，按这个账号的平台与定位表。")
    )

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.queryset = draft.accounts.select_related("platform")
        field.empty_label = _("不指定账号")


class AssistantSetupInput(forms.Form):
    """How the company uses the helper."""

    enabled = forms.BooleanField(label=_("启用写作助手"), required=False)
    base_url = forms.CharField(
        label=_("接口地址"),
        max_length=300,
        required=False,
        help_text=_("兼容 OpenAI 的接口，写到 /v1 为止，例如 https://api.example.com/v1。"),
    )
    model = forms.CharField(label=_("模型"), max_length=100, required=False)
    key = forms.CharField(
        label=_("密钥"),
        max_length=400,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("留空则保持不变。密钥加密保存，任何人都不能再看到。"),
    )
    most_a_day = forms.IntegerField(label=_("每人每天最多（次）"), min_value=1, max_value=1000, initial=50)
