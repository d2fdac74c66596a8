"""Shape and wording of keys."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from masthead.core.rest.scopes import offered
from masthead.org import queries
from masthead.org.forms.people import UnitChoice
from masthead.org.models import Member

DAYS = [(30, _("30 天")), (90, _("90 天")), (180, _("180 天")), (365, _("一年"))]
OVERLAPS = [(0, _("立即失效")), (1, _("1 小时")), (24, _("24 小时")), (72, _("3 天")), (168, _("7 天"))]


def right_choices(member: Member) -> list[tuple[str, str]]:
    """Rights that the member may give to a key; sensitive ones say so."""
    found = []
    for capability in queries.capabilities_to_give(member, offered()):
        label = str(capability.label)
        found.append((capability.name, _now("%(label)s（敏感）") % {"label": label} if capability.sensitive else label))
    return found


class KeyForm(forms.Form):
    """A personal key."""

    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("写清用在哪里，例如 我的排期脚本。"))
    capabilities = forms.MultipleChoiceField(
        label=_("权限"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只列出您自己有的权限；您失去的权限，密钥同时失去。敏感权限要先通过两步验证。"),
    )
    days = forms.TypedChoiceField(label=_("有效期"), choices=DAYS, coerce=int, initial=90)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rights = self.fields["capabilities"]
        assert isinstance(rights, forms.MultipleChoiceField)
        rights.choices = [(queries.OWN_AFFAIRS, _("个人事务（本人的通知和审批任务）")), *right_choices(member)]


class ServiceKeyForm(KeyForm):
    """A key for a system."""

    unit = UnitChoice(label=_("限定部门"), queryset=None, required=False, empty_label=_("不限定（按您的权限范围）"))
    addresses = forms.CharField(
        label=_("允许的地址"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一个 IP 或网段，例如 203.0.113.0/24；不填表示不限。"),
    )
    field_order = ("name", "capabilities", "unit", "addresses", "days")

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        self.fields["name"].help_text = _("使用密钥的系统，例如 数据仓库。您是它的责任人。")
        rights, unit = self.fields["capabilities"], self.fields["unit"]
        assert isinstance(rights, forms.MultipleChoiceField)
        assert isinstance(unit, UnitChoice)
        rights.choices = right_choices(member)
        rows = queries.units_by_path()
        unit.queryset = rows.filter(pk__in=[u.pk for u in queries.units_to_give(member)])

    def clean_addresses(self) -> list[str]:
        """One a line."""
        given: str = self.cleaned_data["addresses"]
        return [line.strip() for line in given.replace(",", "\n").splitlines() if line.strip()]


class RotateForm(forms.Form):
    """How long the old secret still holds."""

    overlap_hours = forms.TypedChoiceField(label=_("旧口令保留"), choices=OVERLAPS, coerce=int, initial=24)
