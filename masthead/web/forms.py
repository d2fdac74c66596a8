"""What the set-up asks for, step by step."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from masthead.org.models import Member, Seat


class CompanyForm(forms.Form):
    """Step 1."""

    company = forms.CharField(
        label=_("公司名称"), max_length=60, help_text=_("与营业执照一致，例如 云岭茶业有限公司。")
    )


class GroupForm(forms.Form):
    """Step 2."""

    group = forms.CharField(label=_("小组名称"), max_length=60, initial=_("新媒体运营管理小组"))


class AdminForm(forms.Form):
    """Step 3; the password is asked for last and kept nowhere else."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    title = forms.CharField(label=_("岗位"), max_length=60, initial=_("系统管理员"))
    seat = forms.ChoiceField(label=_("小组席位"), required=False, choices=[("", _("不在小组中")), *Seat.choices])
    username = forms.CharField(
        label=_("登录名"),
        max_length=60,
        help_text=_("字母、数字、点和下划线。"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(label=_("邮箱"), required=False)
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 位，不能全是数字，也不能与姓名、登录名相近。"),
    )
    again = forms.CharField(
        label=_("再输一次密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """The same twice, and strong enough."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        password = given.get("password", "")
        if password and given.get("again") and password != given["again"]:
            self.add_error("again", _("两次输入的密码不一致。"))
        if password:
            try:
                validate_password(
                    password,
                    Member(
                        username=given.get("username", ""), name=given.get("name", ""), email=given.get("email", "")
                    ),
                )
            except ValidationError as error:
                self.add_error("password", error)
        return given
