"""Trying the rules, looking for one, saying what the company deals in, bringing a table."""

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.compliance.places import PLATFORMS


class TryForm(forms.Form):
    text = forms.CharField(
        label=_("试一段文字"), widget=forms.Textarea(attrs={"rows": 6}), max_length=20_000, strip=False
    )
    platform = forms.ChoiceField(label=_("平台"), choices=[("", _("不分平台")), *PLATFORMS.items()], required=False)
    industry = forms.CharField(label=_("行业"), max_length=60, required=False, help_text=_("不填则按公司的行业。"))


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("查找规则、词条或依据"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("查找规则、词条或依据")}),
    )


class IndustryForm(forms.Form):
    words = forms.CharField(
        label=_("公司的行业"),
        max_length=200,
        required=False,
        help_text=_("几个词，用空格分开，例如：茶叶 食品 餐饮。按行业生效的规则由此决定。"),
    )


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("表格文件（xlsx）"), help_text=_("先导出，在表格里修改后再导入。确认之前什么都不会改变。")
    )
