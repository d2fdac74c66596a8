"""Forms of the composer: blocks, colours, cuts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.content import limits, queries
from masthead.content.models import Block, BlockKind
from masthead.org import queries as org
from masthead.org.models import Member, Unit


class CropInput(forms.Form):
    """A cut of a picture: which, in what ratio, where (parts of one)."""

    sha256 = forms.RegexField(r"^[0-9a-f]{64}$")
    ratio = forms.ChoiceField(choices=[(ratio, ratio) for ratio in limits.CROP_RATIOS])
    left = forms.FloatField(min_value=0, max_value=1)
    top = forms.FloatField(min_value=0, max_value=1)
    width = forms.FloatField(min_value=0, max_value=1)
    height = forms.FloatField(min_value=0, max_value=1)

    def box(self) -> tuple[float, float, float, float]:
        """Left, top, width, height."""
        given = self.cleaned_data
        return given["left"], given["top"], given["width"], given["height"]


class BlockInput(forms.Form):
    """Words for use in many texts."""

    kind = forms.ChoiceField(label=_("用途"), choices=BlockKind.choices)
    name = forms.CharField(label=_("名称"), max_length=40)
    unit: Any = forms.ModelChoiceField(label=_("部门"), queryset=None, required=False, empty_label=_("全公司通用"))
    account: Any = forms.ModelChoiceField(
        label=_("账号"), queryset=None, required=False, empty_label=_("不限账号"),
        help_text=_("选了账号，只在发往这个账号的稿件里提供。"),
    )  # fmt: skip
    html = forms.CharField(
        label=_("内容"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("可以用段落、标题、引用、表格的 HTML；不含图片。"),
    )

    def __init__(self, *args: Any, member: Member, block: Block | None = None, **kwargs: Any) -> None:
        if block is not None:
            kwargs.setdefault(
                "initial", {name: getattr(block, name) for name in ("kind", "name", "unit", "account", "html")}
            )
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        mine = [u.pk for u in queries.units_for(member, "content.block.manage")]
        unit.queryset = Unit.objects.filter(pk__in=mine)
        if not org.scope_of(member, "content.block.manage").company:
            unit.required, unit.empty_label = True, None
        account: Any = self.fields["account"]
        account.queryset = queries.accounts_for_blocks(member)


class ColoursInput(forms.Form):
    """One colour a line: a name and #rrggbb."""

    colours = forms.CharField(
        label=_("品牌色"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一个，例如：茶绿 #1c6b3f。编辑器的颜色按这个顺序列出，最多 12 个。"),
    )

    def clean_colours(self) -> list[tuple[str, str]]:
        lines = [line.split() for line in self.cleaned_data["colours"].splitlines() if line.strip()]
        if any(len(line) != 2 for line in lines) or len(lines) > 12:
            raise forms.ValidationError(_("每行写一个名称和一个色值，用空格分开，最多 12 行。"))
        return [(name, value) for name, value in lines]
