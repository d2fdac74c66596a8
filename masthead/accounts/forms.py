"""Shape and wording of what people type about accounts. Secrets are never rendered back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.accounts.states import AccountStatus
from masthead.org import queries as org_queries
from masthead.org.models import AccountGroup, Member, Unit
from masthead.platforms import queries as platforms_queries
from masthead.platforms.models import Platform

DETAILS = ("name", "handle", "unit", "account_group", "administrator", "backup")


class AccountFilterForm(forms.Form):
    """The bar above the list; every field stands in the address."""

    q = forms.CharField(
        label=_("搜索账号"), required=False, widget=forms.SearchInput(attrs={"placeholder": _("账号名称或原始 ID")})
    )
    platform = forms.ChoiceField(label=_("平台"), required=False)
    status = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *AccountStatus.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        platform = self.fields["platform"]
        assert isinstance(platform, forms.ChoiceField)
        platform.choices = [("", _("全部")), *((p.key, str(p)) for p in platforms_queries.all_platforms())]


class AccountForm(forms.Form):
    """What the register says of an account."""

    name = forms.CharField(label=_("账号名称"), max_length=60, help_text=_("与平台上显示的名称一致，例如 云岭茶事。"))
    handle = forms.CharField(
        label=_("原始 ID"),
        max_length=80,
        required=False,
        help_text=_("公众号以 gh_ 开头，在公众平台“账号详情”中查看。"),
    )
    unit = forms.ModelChoiceField(label=_("责任部门"), queryset=Unit._default_manager.none())
    account_group = forms.ModelChoiceField(
        label=_("账号组"), queryset=AccountGroup._default_manager.none(), required=False, empty_label=_("不分组")
    )
    administrator = forms.ModelChoiceField(label=_("账号管理员"), queryset=Member._default_manager.none())
    backup = forms.ModelChoiceField(
        label=_("备岗管理员"),
        queryset=Member._default_manager.none(),
        help_text=_("须是另一位在职成员，管理员不在时接手。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("unit", org_queries.units_by_path()),
            ("account_group", AccountGroup._default_manager.order_by("name")),
            ("administrator", org_queries.active_members()),
            ("backup", org_queries.active_members()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class RegisterForm(AccountForm):
    """A new account also names its platform."""

    platform = forms.ModelChoiceField(label=_("平台"), queryset=Platform._default_manager.none())
    field_order = ("platform", *DETAILS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["platform"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Platform._default_manager.filter(is_listed=True)
