"""Shape and wording of what people type into the pages of `org`."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.org import queries
from masthead.org.models import Member, Role, Seat, Unit

CHOOSE = _("请选择")


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form in our words; there is no password mail, an administrator sets a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        name, password = self.fields["login"], self.fields["password"]
        name.label, password.label, password.help_text = _("登录名或邮箱"), _("密码"), ""
        name.widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": 100,
        }
        password.widget.attrs = {"autocomplete": "current-password"}


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A department, indented by its depth."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"empty_label": CHOOSE, **kwargs})

    def label_from_instance(self, obj: Unit) -> str:
        return "　" * obj.depth + obj.name


class AddMemberForm(forms.Form):
    """A person, the department and what they do there; the role comes afterwards."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    username = forms.CharField(label=_("登录名"), max_length=60, help_text=_("字母、数字、点和下划线，例如 linbj。"))
    password = forms.CharField(
        label=_("初始密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 位。请当面或通过安全渠道告知本人，并提醒其登录后修改。"),
    )
    email = forms.EmailField(label=_("邮箱"), required=False)
    phone = forms.CharField(label=_("手机"), max_length=30, required=False)
    unit = UnitChoice(label=_("部门"), queryset=Unit._default_manager.none())
    title = forms.CharField(label=_("岗位"), max_length=60)
    is_head = forms.BooleanField(label=_("部门负责人"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _unit_field(self).queryset = queries.units_by_path()


class RoleChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Built-in roles have a name in every language."""

    def label_from_instance(self, obj: Any) -> str:
        return gettext(obj.name)


class GrantRoleForm(forms.Form):
    """A role and where it holds; without a department it holds for the whole company."""

    role = RoleChoice(label=_("角色"), queryset=Role._default_manager.none(), empty_label=CHOOSE)
    unit = UnitChoice(
        label=_("范围"),
        queryset=Unit._default_manager.none(),
        required=False,
        empty_label=_("全公司"),
        help_text=_("选择部门后，角色只对该部门及其下级生效。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _unit_field(self).queryset = queries.units_by_path()
        role = self.fields["role"]
        assert isinstance(role, forms.ModelChoiceField)
        role.queryset = queries.all_roles()


class TakePositionForm(forms.Form):
    """A further position of a member."""

    unit = UnitChoice(label=_("部门"), queryset=Unit._default_manager.none())
    title = forms.CharField(label=_("岗位"), max_length=60)
    is_head = forms.BooleanField(label=_("部门负责人"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _unit_field(self).queryset = queries.units_by_path()


class AddUnitForm(forms.Form):
    """A department below another one."""

    parent = UnitChoice(label=_("上级部门"), queryset=Unit._default_manager.none())
    name = forms.CharField(label=_("名称"), max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _unit_field(self, "parent").queryset = queries.units_by_path()


class TakeSeatForm(forms.Form):
    """A seat in the management group."""

    member = forms.ModelChoiceField(label=_("成员"), queryset=Member._default_manager.none(), empty_label=CHOOSE)
    seat = forms.TypedChoiceField(
        label=_("席位"), choices=Seat.choices, coerce=Seat, help_text=_("任命新组长时，原组长的席位到前一天为止。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member = self.fields["member"]
        assert isinstance(member, forms.ModelChoiceField)
        member.queryset = queries.active_members()


class PasswordForm(forms.Form):
    """A new password given by an administrator."""

    password = forms.CharField(
        label=_("新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 位。原密码立即失效，本人需要重新登录。"),
    )


class LeaveForm(forms.Form):
    """Why a member leaves."""

    reason = forms.CharField(
        label=_("离职原因"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("办理后该成员不能再登录，岗位、角色和小组席位到今天为止。原因写入留痕，不能修改。"),
    )


class DropFactorForm(forms.Form):
    """Why somebody else's second factor is taken away."""

    reason = forms.CharField(
        label=_("解除原因"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("请先当面或电话核实本人。解除后该成员只凭密码登录，应尽快重新启用。原因写入留痕，不能修改。"),
    )


def _unit_field(form: forms.Form, name: str = "unit") -> UnitChoice:
    field = form.fields[name]
    assert isinstance(field, UnitChoice)
    return field
