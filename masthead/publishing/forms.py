"""Shape and wording of input; what is allowed is decided by the actions."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.accounts.models import Account
from masthead.core import clock, figures
from masthead.publishing import queries
from masthead.publishing.states import PublicationState, Verdict


class MomentField(forms.DateTimeField):
    """A moment on a clock in Shanghai, picked by the browser."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        return clock.china(value).replace(tzinfo=None) if isinstance(value, dt.datetime) and value.tzinfo else value


class DayNoteField(forms.CharField):
    """Why on a day that demands a reason; on other days it is not asked for."""

    def __init__(self) -> None:
        super().__init__(
            label=_("敏感日说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("这一天发布须由有权限的人写明理由：内容与日子的关系、谁审定过。理由会写入留痕，无法修改。"),
        )  # fmt: skip


class ScheduleForm(forms.Form):
    """Accounts (those in the seal only) and the time inside the approved window."""

    accounts = forms.MultipleChoiceField(label=_("发布账号"), widget=forms.CheckboxSelectMultiple)
    planned_at = MomentField(label=_("发布时间"))
    note = DayNoteField()
    crowded_ok = forms.BooleanField(label=_("知道同一小时内已有发布，仍按这个时间排期"), required=False)

    def __init__(self, *args: Any, accounts: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(a.pk): a for a in accounts}
        field = self.fields["accounts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, a.full_name) for key, a in self.by_key.items()]

    @property
    def chosen(self) -> list[Account]:
        return [self.by_key[key] for key in self.cleaned_data["accounts"]]


class MoveForm(forms.Form):
    planned_at = MomentField(label=_("新的发布时间"))


class MovingForm(forms.Form):
    """Another time, with what the person has read and says about it."""

    planned_at = MomentField(label=_("新的发布时间"))
    together = forms.MultipleChoiceField(label=_("一起移动"), required=False, widget=forms.CheckboxSelectMultiple)
    note = DayNoteField()

    def __init__(self, *args: Any, siblings: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(row.pk): row for row in siblings}
        field: Any = self.fields["together"]
        field.choices = [(key, row.account.full_name) for key, row in self.by_key.items()]

    @property
    def chosen(self) -> list[Any]:
        return [self.by_key[key] for key in self.cleaned_data["together"]]


class ReplanForm(forms.Form):
    """Outside the approved window: the reason and a plain yes."""

    planned_at = MomentField(label=_("新的发布时间"))
    reason = forms.CharField(label=_("理由"), min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    sure = forms.BooleanField(label=_("我知道审核会失效，需要重新审核"))


class SlotForm(forms.Form):
    """A recurring slot."""

    account = forms.ChoiceField(label=pgettext_lazy("one", "账号"))
    name = forms.CharField(label=_("栏目"), max_length=40)
    weekday = forms.TypedChoiceField(label=_("星期"), coerce=int, choices=list(enumerate(figures.WEEKDAYS)))
    time = forms.TimeField(
        label=_("时间"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="09:30"
    )

    def __init__(self, *args: Any, accounts: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(a.pk): a for a in accounts}
        field: Any = self.fields["account"]
        field.choices = [(key, a.full_name) for key, a in self.by_key.items()]

    def words(self) -> dict[str, Any]:
        return self.cleaned_data | {"account": self.by_key[self.cleaned_data["account"]]}


class CalendarFilterForm(forms.Form):
    """Narrowing of the calendar, kept in the address."""

    view = forms.CharField(required=False, widget=forms.HiddenInput())
    on = forms.CharField(required=False, widget=forms.HiddenInput())
    account = forms.TypedChoiceField(label=pgettext_lazy("one", "账号"), required=False, coerce=int, empty_value=None)
    platform = forms.ChoiceField(label=_("平台"), required=False)
    unit = forms.TypedChoiceField(label=_("部门"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("状态"), required=False)
    owner = forms.TypedChoiceField(label=_("作者"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, accounts: Sequence[Account], people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, list[Any]] = {
            "account": [(a.pk, a.full_name) for a in accounts],
            "platform": sorted({(a.platform.key, a.platform.name) for a in accounts}),
            "unit": sorted({(a.unit_id, a.unit.name) for a in accounts}),
            "state": list(PublicationState.choices),
            "owner": [(m.pk, m.name) for m in people],
        }
        for name, choices in chosen.items():
            field: Any = self.fields[name]
            field.choices = [("", _("全部")), *choices]

    def wanted(self) -> queries.CalendarFilter:
        """The valid filters; a wrong one is no filter."""
        self.is_valid()
        given = self.cleaned_data
        names = ("account", "platform", "unit", "state", "owner")
        return queries.CalendarFilter(**{name: given[name] for name in names if given.get(name)})


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
            ("account", [(str(a.pk), a.full_name) for a in accounts]),
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
