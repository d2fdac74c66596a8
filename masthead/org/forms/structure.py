"""Shape and wording of departments, the management group, roles and account groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.core.permissions import CAPABILITIES
from masthead.org import queries
from masthead.org.forms.people import CHOOSE, Days, UnitChoice, members_of, unit_field
from masthead.org.models import Member, Role, Seat, Unit


class AddUnitForm(forms.Form):
    """A department below another one."""

    parent = UnitChoice(label=_("上级部门"), queryset=Unit._default_manager.none())
    name = forms.CharField(label=_("名称"), max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_field(self, "parent").queryset = queries.units_by_path()


class ChangeUnitForm(forms.Form):
    """Name and place among its siblings."""

    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("原名称保留在沿革里，按日期可查。"))
    order = forms.IntegerField(
        label=_("排序"), min_value=0, max_value=9999, help_text=_("数字小的排在前面，只与同级部门比较。")
    )


class MoveUnitForm(forms.Form):
    """Where a department shall hang."""

    parent = UnitChoice(
        label=_("新的上级部门"),
        queryset=Unit._default_manager.none(),
        help_text=_("下级部门随之移动；限定部门的角色立即按新的上下级生效。"),
    )
    seen_parent_id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_field(self, "parent").queryset = queries.units_by_path().filter(pk__in=queries.possible_parents(unit))


class CloseUnitForm(forms.Form):
    """Why a department is dissolved."""

    reason = forms.CharField(
        label=_("撤销原因"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("撤销后不能再安排人员；历史仍可按日期查看。原因写入留痕，不能修改。"),
    )


class MergeUnitForm(forms.Form):
    """Into which department this one goes, and why."""

    into = UnitChoice(label=_("并入部门"), queryset=Unit._default_manager.none())
    reason = forms.CharField(
        label=_("合并原因"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("人员、下级部门和限定本部门的角色一并转入，本部门随即撤销；原负责人转为普通岗位。"),
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_field(self, "into").queryset = queries.units_by_path().filter(pk__in=queries.possible_parents(unit))


class TakeSeatForm(forms.Form):
    """A seat in the management group."""

    member = forms.ModelChoiceField(label=_("成员"), queryset=Member._default_manager.none(), empty_label=CHOOSE)
    seat = forms.TypedChoiceField(
        label=_("席位"), choices=Seat.choices, coerce=Seat, help_text=_("任命新组长时，原组长的席位到前一天为止。")
    )
    start_on = forms.DateField(label=_("开始日期"), required=False, widget=Days(), help_text=_("不填即今天。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members_of(self, "member")


class ChangeLeaderForm(forms.Form):
    """The new leader, from a day on."""

    member = forms.ModelChoiceField(label=_("新组长"), queryset=Member._default_manager.none(), empty_label=CHOOSE)
    start_on = forms.DateField(
        label=_("交接日期"),
        required=False,
        widget=Days(),
        help_text=_("不填即今天；原组长到前一天为止，不空缺也不重叠。"),
    )
    keep_former = forms.BooleanField(label=_("原组长留任组员"), required=False, initial=True)
    reason = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members_of(self, "member", but=queries.leader_of_group())


class GroupForm(forms.Form):
    """Name and founding of the management group."""

    name = forms.CharField(label=_("小组名称"), max_length=60)
    founded_on = forms.DateField(label=_("成立日期"), widget=Days())


class RoleForm(forms.Form):
    """An own role; the boxes are drawn by the page, room by room."""

    name = forms.CharField(label=_("角色名称"), max_length=40)
    note = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("写给授予角色的人看：适合谁、负责什么。")
    )
    capabilities = forms.MultipleChoiceField(label=_("权限"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["capabilities"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, str(c.label)) for name, c in CAPABILITIES.items()]

    def clean_seen(self) -> list[str] | None:
        return self.cleaned_data["seen"].split() or None


class AccountGroupForm(forms.Form):
    """The name of an account group."""

    name = forms.CharField(label=_("账号组名称"), max_length=60)


def role_initial(role: Role | None, *, copied: bool = False) -> dict[str, Any]:
    """What the form shows first: the role itself, or a copy of it under a name to be found."""
    if role is None:
        return {}
    held = sorted(queries.capability_names(role))
    if copied:
        return {"capabilities": held}
    return {"name": role.name, "note": role.note, "capabilities": held, "seen": " ".join(held)}
