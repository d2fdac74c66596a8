"""Shape and wording of what people type into the pages of `org`."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.org import queries
from masthead.org.models import AccountGroup, Member, Role, Unit

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


class Days(forms.DateInput):
    """The browser's own picker of dates."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def members_of(form: forms.Form, name: str, *, but: Member | None = None) -> None:
    """Active members as choices of a field; `but` is left out."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    rows = queries.active_members()
    field.queryset = rows.exclude(pk=but.pk) if but else rows


class AddMemberForm(forms.Form):
    """A person, the department and what they do there; the role comes afterwards."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    username = forms.CharField(label=_("登录名"), max_length=60, help_text=_("字母、数字、点和下划线，例如 linbj。"))
    password = forms.CharField(
        label=_("初始密码"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 位，请当面告知本人。不填则在成员页生成一次性链接，由本人设置。"),
    )
    email = forms.EmailField(label=_("邮箱"), required=False)
    phone = forms.CharField(label=_("手机"), max_length=30, required=False)
    unit = UnitChoice(label=_("部门"), queryset=Unit._default_manager.none())
    title = forms.CharField(label=_("岗位"), max_length=60)
    is_head = forms.BooleanField(label=_("部门负责人"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_field(self).queryset = queries.units_by_path()


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
    account_group = forms.ModelChoiceField(
        label=_("账号组"),
        queryset=AccountGroup._default_manager.none(),
        required=False,
        empty_label=_("不限"),
        help_text=_("只对这一组账号生效；与部门二选一。"),
    )
    start_on = forms.DateField(label=_("生效日期"), required=False, widget=Days(), help_text=_("不填即今天。"))
    end_on = forms.DateField(
        label=_("到期日期"), required=False, widget=Days(), help_text=_("到期自动收回；不填为长期。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_field(self).queryset = queries.units_by_path()
        role = self.fields["role"]
        assert isinstance(role, forms.ModelChoiceField)
        role.queryset = queries.all_roles().filter(is_active=True)
        groups = self.fields["account_group"]
        assert isinstance(groups, forms.ModelChoiceField)
        groups.queryset = queries.account_groups()


class TakePositionForm(forms.Form):
    """A further position of a member."""

    unit = UnitChoice(label=_("部门"), queryset=Unit._default_manager.none())
    title = forms.CharField(label=_("岗位"), max_length=60)
    start_on = forms.DateField(label=_("任职日期"), required=False, widget=Days(), help_text=_("不填即今天。"))
    end_on = forms.DateField(
        label=_("离任日期"), required=False, widget=Days(), help_text=_("借调等有期限的岗位填写。")
    )
    is_primary = forms.BooleanField(
        label=_("主岗"), required=False, help_text=_("同一时间只有一个主岗；不勾选时，没有主岗的自动作为主岗。")
    )
    is_head = forms.BooleanField(label=_("部门负责人"), required=False)

    def clean_is_primary(self) -> bool | None:
        return True if self.cleaned_data["is_primary"] else None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_field(self).queryset = queries.units_by_path()


class PasswordForm(forms.Form):
    """A new password given by an administrator."""

    password = forms.CharField(
        label=_("新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 位。原密码立即失效，本人需要重新登录。"),
    )


class LeaveForm(forms.Form):
    """Why a member leaves, and who takes over what is left."""

    successor = forms.ModelChoiceField(
        label=_("工作交接给"),
        queryset=Member._default_manager.none(),
        required=False,
        empty_label=_("无需交接"),
        help_text=_("清单中可以交接的工作会一并转给此人；其余的请先逐项处理。"),
    )
    reason = forms.CharField(
        label=_("离职原因"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("办理后该成员不能再登录，岗位、角色和小组席位到今天为止。原因写入留痕，不能修改。"),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members_of(self, "successor", but=member)


class DropFactorForm(forms.Form):
    """Why somebody else's second factor is taken away."""

    reason = forms.CharField(
        label=_("解除原因"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("请先当面或电话核实本人。解除后该成员只凭密码登录，应尽快重新启用。原因写入留痕，不能修改。"),
    )


class ChangeMemberForm(forms.Form):
    """The facts of a member."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    username = forms.CharField(label=_("登录名"), max_length=60, help_text=_("改动后本人须用新登录名登录。"))
    email = forms.EmailField(label=_("邮箱"), required=False)
    phone = forms.CharField(label=_("手机"), max_length=30, required=False)


class TransferForm(forms.Form):
    """Where a member goes, and from which day on."""

    unit = UnitChoice(label=_("调入部门"), queryset=Unit._default_manager.none())
    title = forms.CharField(label=_("岗位"), max_length=60)
    start_on = forms.DateField(
        label=_("生效日期"), required=False, widget=Days(), help_text=_("不填即今天；原主岗到前一天为止。")
    )
    is_head = forms.BooleanField(label=_("部门负责人"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_field(self).queryset = queries.units_by_path()


class ChangePositionForm(forms.Form):
    """What a position is from a day on."""

    title = forms.CharField(label=_("岗位"), max_length=60)
    start_on = forms.DateField(
        label=_("自何日起"), required=False, widget=Days(), help_text=_("不填即今天；此前的岗位名称保留在沿革里。")
    )
    is_head = forms.BooleanField(label=_("部门负责人"), required=False)


class EndPositionForm(forms.Form):
    """The last day of a position."""

    end_on = forms.DateField(label=_("最后一天"), required=False, widget=Days(), help_text=_("不填即今天。"))


class FirstPasswordForm(forms.Form):
    """The password that a member chooses through a set-up link."""

    password = forms.CharField(
        label=_("新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 位，不要与其他网站相同。"),
    )
    again = forms.CharField(
        label=_("再输一次"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", gettext("两次输入不一致。"))
        return given


def unit_field(form: forms.Form, name: str = "unit") -> UnitChoice:
    field = form.fields[name]
    assert isinstance(field, UnitChoice)
    return field
