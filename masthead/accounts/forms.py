"""Shape and wording of what people type about accounts. Secrets are never rendered back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.accounts.paper_forms import DossierFields
from masthead.accounts.states import AccountStatus
from masthead.org import queries as org_queries
from masthead.org.models import AccountGroup, Member, Unit
from masthead.platforms import queries as platforms_queries
from masthead.platforms.models import Platform

DETAILS = ("name", "handle", "platform_uid", "unit", "account_group", "administrator", "backup", "is_core")


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
    platform_uid = forms.CharField(
        label=_("平台数字 ID"), max_length=40, required=False, help_text=_("平台给出的纯数字编号，没有可不填。")
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
    is_core = forms.BooleanField(label=_("核心账号（凭据须两人批准才能领用）"), required=False)

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


class ChangeForm(AccountForm):
    """Another name or administrator is explained."""

    reason = forms.CharField(
        label=_("变更理由"), max_length=200, required=False, help_text=_("变更名称或管理员时必填，写入时间线。")
    )


class RegisterForm(AccountForm, DossierFields):
    """A new account also names its platform, says whether it exists yet, and may bring its dossier along."""

    platform = forms.ModelChoiceField(label=_("平台"), queryset=Platform._default_manager.none())
    opening = forms.ChoiceField(
        label=_("登记方式"),
        choices=[("existing", _("已有账号，补登记")), ("new", _("新开账号，须审批"))],
        required=False,
        help_text=_("新开账号由部门负责人和组长批准后才能注册和接入。"),
    )
    field_order = ("platform", "opening", *DETAILS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["platform"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Platform._default_manager.filter(is_listed=True)
