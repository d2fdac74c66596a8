"""Shape and wording of input; what is allowed is decided by the actions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.accounts.models import Account
from masthead.analytics.registry import METRICS


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ImportForm(forms.Form):
    """A platform's own export."""

    account = forms.ChoiceField(label=_("账号"))
    file = forms.FileField(
        label=_("数据表"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("小红书创作服务平台、视频号助手、抖音创作者中心导出的作品数据表，.xlsx 或 .csv，不超过 10 MB。"),
    )  # fmt: skip
    as_of = DayField(label=_("数据截至"), help_text=_("在平台导出的那一天。表里的数是累计值，系统会算出当日新增。"))

    def __init__(self, *args: Any, accounts: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(a.pk): a for a in accounts}
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, f"{a.name} · {a.platform}") for key, a in self.by_key.items()]


class FiguresForm(forms.Form):
    """Totals of one publication, typed by hand."""

    as_of = DayField(label=_("数据截至"), help_text=_("填写平台当前显示的累计值；系统会算出当日新增。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, seed in METRICS.items():
            self.fields[key] = forms.IntegerField(
                label=str(seed.name), min_value=0, max_value=10**12 - 1, required=False
            )

    @property
    def totals(self) -> dict[str, int]:
        return {key: self.cleaned_data[key] for key in METRICS if self.cleaned_data.get(key) is not None}
