"""Forms of the claims register and of the declaration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.content.forms.inputs import ALL
from masthead.content.models import AI_PARTS, AiUse, ClaimKind, ClaimState, Commerce, Declared


class ClaimSourceInput(forms.Form):
    """Where a claim comes from."""

    url = forms.URLField(label=_("来源链接"), required=False, max_length=1000, assume_scheme="https")
    file = forms.FileField(label=_("或来源文件"), required=False, help_text=_("PDF、图片、Word、Excel，20 MB 以内。"))
    note = forms.CharField(
        label=_("机构、名称与时间"),
        min_length=4,
        max_length=300,
        help_text=_("例如：省茶叶协会《二〇二六年春茶产销报告》，2026 年 5 月。"),
    )


class ClaimReasonInput(forms.Form):
    """Why no source is needed."""

    reason = forms.CharField(label=_("为什么不需要来源"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ClaimInput(forms.Form):
    """A claim that the machine did not see."""

    quote = forms.CharField(label=_("论断原文"), max_length=200, help_text=_("请从正文里原样复制。"))
    kind = forms.ChoiceField(label=_("类别"), choices=ClaimKind)


class ClaimFilterInput(forms.Form):
    """Narrowing of the register."""

    q = forms.CharField(
        label=_("搜索论断"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("搜索论断、来源或稿件")}),
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *ClaimState.choices])
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[ALL, *ClaimKind.choices])

    def wanted(self) -> dict[str, str]:
        """What is narrowed to; nothing for values that are not offered."""
        return {k: v for k, v in self.cleaned_data.items() if v} if self.is_valid() else {}


class DeclarationInput(forms.Form):
    """What the writer declares."""

    ai_use = forms.ChoiceField(label=_("AI 使用"), choices=AiUse, widget=forms.RadioSelect)
    ai_parts = forms.MultipleChoiceField(
        label=_("AI 生成的部分"), choices=AI_PARTS, required=False, widget=forms.CheckboxSelectMultiple
    )
    ai_tool = forms.CharField(label=_("所用工具"), max_length=80, required=False)
    commerce = forms.ChoiceField(label=_("商业性质"), choices=Commerce, widget=forms.RadioSelect)
    buy_links = forms.CharField(
        label=_("购买方式"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("购买链接、小程序、店铺名，一行一个。填写后，发布时会在正文前标明「广告」。"),
    )
    approval_no = forms.CharField(
        label=_("广告审查批准文号"), max_length=80, required=False, help_text=_("药品、医疗器械、保健食品等需要。")
    )

    @staticmethod
    def initial_of(said: Declared) -> dict[str, Any]:
        """What the page starts with."""
        named = ("ai_use", "ai_parts", "ai_tool", "commerce", "approval_no")
        return {n: getattr(said, n) for n in named} | {"buy_links": "\n".join(said.buy_links)}

    def clean_buy_links(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["buy_links"]).splitlines() if line.strip()]
