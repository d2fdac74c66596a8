"""Forms of hot topics and their sources."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.content import actions, queries
from masthead.content.forms.inputs import ALL
from masthead.content.hot_items import HotItem, link, tag_list, words
from masthead.content.models import HotRisk, HotSource, HotTopic, SourceKind

STATES = [("hot", _("正热")), ("made", _("已做选题")), ("faded", _("已降温或不跟")), ("all", _("全部"))]


def tags_of(text: str) -> list[str]:
    """Tags as people part them."""
    return tag_list(re.split("[,，、;；]", text))


class HotFilterInput(forms.Form):
    q = forms.CharField(label=_("搜索热点"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=STATES)
    risk = forms.ChoiceField(label=_("风险"), required=False, choices=[ALL, *HotRisk.choices])
    source = forms.TypedChoiceField(label=_("来源"), required=False, coerce=int, empty_value=None)
    tag = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput())

    def __init__(self, *args: Any, sources: list[HotSource], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["placeholder"] = _("搜索热点")
        field: Any = self.fields["source"]
        field.choices = [ALL, *((s.pk, s.name) for s in sources)]

    def wanted(self) -> queries.HotFilter:
        """The filter in words of the query; a wrong value does not narrow."""
        self.is_valid()
        given = self.cleaned_data
        return queries.HotFilter(
            q=given.get("q", ""), state=given.get("state") or "hot", tag=given.get("tag", ""), risk=given.get("risk", ""),
            source_id=given.get("source"),
        )  # fmt: skip


class HotInput(forms.Form):
    """A hot topic that a person saw."""

    title = forms.CharField(label=_("热点"), max_length=160)
    url = forms.CharField(label=_("链接"), max_length=1000, required=False, help_text=_("以 http 或 https 开头。"))
    summary = forms.CharField(label=_("摘要"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    origin = forms.CharField(label=_("出处"), max_length=60, required=False, help_text=_("例如：微博热搜、客户群。"))
    tags = forms.CharField(label=_("标签"), max_length=120, required=False, help_text=_("用逗号分开。"))

    def clean_url(self) -> str:
        text = str(self.cleaned_data["url"])
        if text and not link(text):
            raise forms.ValidationError(_("请填写完整的网址。"))
        return text

    def item(self) -> HotItem:
        given = self.cleaned_data
        return HotItem(
            words(given["title"], 160), given["url"], words(given["summary"], 600), tags=tags_of(given["tags"])
        )


class JudgeInput(forms.Form):
    """How risky it is to follow."""

    risk = forms.ChoiceField(label=_("风险"), choices=HotRisk.choices, widget=forms.RadioSelect)
    risk_note = forms.CharField(
        label=_("风险说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    tags = forms.CharField(label=_("标签"), max_length=120, required=False, help_text=_("用逗号分开。"))

    @staticmethod
    def of(hot: HotTopic) -> dict[str, Any]:
        return {"risk": hot.risk, "risk_note": hot.risk_note, "tags": "，".join(hot.tags)}


class SourceInput(forms.Form):
    """An address that is asked for hot topics."""

    name = forms.CharField(label=_("来源名称"), max_length=60)
    url = forms.CharField(
        label=_("订阅地址"), max_length=1000, widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("公开的 https 地址；不跟随跳转，不访问内网。"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("格式"), choices=SourceKind.choices)
    every_minutes = forms.IntegerField(label=_("每隔多少分钟读取"), min_value=10, max_value=10080, initial=60)
    keep_days = forms.IntegerField(label=_("热度保持（天）"), min_value=1, max_value=60, initial=5)
    tags = forms.CharField(label=_("默认标签"), max_length=120, required=False)
    is_active = forms.BooleanField(label=_("启用"), required=False, initial=True)

    @classmethod
    def of(cls, source: HotSource) -> dict[str, Any]:
        return {name: getattr(source, name) for name in cls.base_fields} | {"tags": "，".join(source.tags)}

    def words(self) -> actions.SourceWords:
        return actions.SourceWords(**(self.cleaned_data | {"tags": tags_of(self.cleaned_data["tags"])}))
