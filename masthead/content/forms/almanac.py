"""Forms of the marketing calendar and of tables for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.content import actions, queries
from masthead.content.almanac import Category
from masthead.content.forms.inputs import DayInput
from masthead.content.models import AlmanacEntry
from masthead.org.models import Member


class EntryInput(forms.Form):
    """A date of the company's own."""

    name = forms.CharField(label=_("名称"), max_length=60)
    on = forms.DateField(label=_("日期"), widget=DayInput())
    yearly = forms.BooleanField(label=_("每年都有（例如公司成立纪念日）"), required=False)
    category = forms.ChoiceField(
        label=_("类别"),
        choices=[c for c in Category.choices if c[0] not in ("holiday", "term")],
        initial=Category.COMPANY,
    )
    lead_days = forms.IntegerField(label=_("建议提前准备（天）"), min_value=0, max_value=365, initial=14)
    hint = forms.CharField(label=_("可做内容"), max_length=200, required=False)
    caution = forms.CharField(
        label=_("注意事项"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("当天不做什么。填写后，这一天在发布日历里会标为敏感日期。"),
    )  # fmt: skip
    strict = forms.BooleanField(label=_("当天发布须写明理由"), required=False)

    @classmethod
    def of(cls, entry: AlmanacEntry) -> dict[str, Any]:
        """Initial values of one that is there."""
        return {name: getattr(entry, name) for name in cls.base_fields}

    def words(self) -> actions.EntryWords:
        return actions.EntryWords(**self.cleaned_data)


class AlmanacFilter(forms.Form):
    """Categories that are shown; none means all."""

    kind = forms.MultipleChoiceField(label=_("类别"), choices=Category.choices, required=False)

    def wanted(self) -> list[str]:
        self.is_valid()
        return list(self.cleaned_data.get("kind") or [])


class UnitInput(forms.Form):
    """For which department a topic is proposed; asked only of those who may for several."""

    unit = forms.TypedChoiceField(label=_("部门"), coerce=int)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {u.pk: u for u in queries.units_for(member, "content.topic.propose")}
        field: Any = self.fields["unit"]
        field.choices = [(pk, u.name) for pk, u in self.units.items()]


class TableInput(forms.Form):
    """A table to read; hot topics may be pasted instead."""

    file = forms.FileField(label=_("文件"), required=False, help_text=_("xlsx 或 csv，不超过 10 MB、500 行。"))
    text = forms.CharField(
        label=_("或直接粘贴"), required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一个热点：标题 | 链接 | 热度；后两项可以不写。"),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == "dates":
            del self.fields["text"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("file") and not given.get("text", "").strip():
            self.add_error("file", _("请选择文件。") if "text" not in self.fields else _("请选择文件，或粘贴内容。"))
        return given
