"""Shape and wording of what people type into the pages of `org`."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.org import queries
from masthead.org.models import Role, Unit


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form in our words; there is no password mail, an administrator sets a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        name, password = self.fields["login"], self.fields["password"]
        name.label, password.label, password.help_text = _("登录名或邮箱"), _("密码"), ""
        name.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": 100}
        password.widget.attrs = {"autocomplete": "current-password"}


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A department, indented by its depth."""

    def label_from_instance(self, obj: Unit) -> str:
        return "　" * max(obj.path.count("/") - 2, 0) + obj.name


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


class GrantRoleForm(forms.Form):
    """A role and where it holds; without a department it holds for the whole company."""

    role = forms.ModelChoiceField(label=_("角色"), queryset=Role._default_manager.none())
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


def _unit_field(form: forms.Form) -> UnitChoice:
    field = form.fields["unit"]
    assert isinstance(field, UnitChoice)
    return field
