"""Shape and wording of 设置 → 登录方式."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.org import queries
from masthead.org.forms.people import CHOOSE, RoleChoice, UnitChoice
from masthead.org.models import JoinPolicy, Member, ProviderKind, Role, SignInProvider, Unit
from masthead.org.providers import KINDS

PLAIN = ("name", "issuer", "client_id", "corp_id", "agent_id", "scopes", "name_claim", "email_claim", "username_claim")
FIELDS = {
    ProviderKind.OIDC: {"issuer", "client_id", "scopes", "name_claim", "email_claim", "username_claim"},
    ProviderKind.WECOM: {"corp_id", "agent_id"},
    ProviderKind.DINGTALK: {"client_id", "corp_id"},
    ProviderKind.FEISHU: {"client_id", "corp_id", "scopes"},
}
"""Which plain fields a kind shows besides its name."""
LABELS: dict[str, dict[str, Any]] = {
    ProviderKind.WECOM: {"corp_id": _("企业 ID（CorpID）")},
    ProviderKind.DINGTALK: {"client_id": _("Client ID（AppKey）"), "corp_id": _("企业 CorpId")},
    ProviderKind.FEISHU: {"client_id": _("App ID"), "corp_id": _("企业 tenant_key")},
}


def _line(label: Any, most: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


class KindForm(forms.Form):
    """The first question: which kind."""

    kind = forms.ChoiceField(label=_("类型"), choices=ProviderKind.choices)


class ProviderForm(forms.Form):
    """A provider of one kind; a secret that was kept is not shown and stays when nothing is typed."""

    name = _line(_("名称"), 40, required=True, help_text=_("显示在登录页按钮上，例如「公司统一登录」。"))
    key = _line(_("地址标识"), 30, help_text=_("用在回调地址里，保存后不能修改。小写字母、数字和短横线。"))
    issuer = _line(_("签发方地址"), 300, help_text=_("以 https:// 开头，不含 /.well-known 部分。"))
    client_id = _line(_("客户端标识"), 200)
    corp_id = _line(_("企业标识"), 100)
    agent_id = _line(_("应用 AgentId"), 40)
    secret = forms.CharField(
        label=_("密钥"),
        max_length=400,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("保存后加密存放，不再显示。"),
    )
    scopes = _line(_("授权范围"), 200, help_text=_("用空格分隔；留空按默认。"))
    name_claim = _line(_("姓名字段"), 80, help_text=_("留空为 name。"))
    email_claim = _line(_("邮箱字段"), 80, help_text=_("留空为 email；改用其他字段时，邮箱一律视为未验证。"))
    username_claim = _line(_("登录名字段"), 80, help_text=_("留空为 preferred_username。"))
    join_policy = forms.ChoiceField(label=_("没有关联的人登录时"), choices=JoinPolicy.choices)
    default_unit = UnitChoice(
        label=_("新成员所在部门"), queryset=Unit._default_manager.none(), required=False, empty_label=_("由规则决定")
    )
    match_email = forms.BooleanField(
        label=_("邮箱已由对方验证时，自动关联同邮箱的成员"),
        required=False,
        help_text=_("持有敏感角色的成员不会自动关联，须本人登录后关联。"),
    )

    def __init__(self, *args: Any, kind: str, provider: SignInProvider | None = None, **kwargs: Any) -> None:
        if provider is not None:
            initial = {name: getattr(provider, name) for name in (*PLAIN, "join_policy", "match_email", "default_unit")}
            kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        for name in set(PLAIN) - {"name"} - FIELDS[ProviderKind(kind)]:
            del self.fields[name]
        for name in KINDS[kind].needs:
            self.fields[name].required = True
        kept = provider is not None and bool(provider.sealed_secret)
        self.fields["secret"].required = kind != ProviderKind.OIDC and not kept
        for name, label in LABELS.get(kind, {}).items():
            self.fields[name].label = label
        if provider is not None:
            del self.fields["key"]
            self.fields["secret"].help_text = _("已加密存放；不更换请留空。") if kept else _("尚未填写。")
        if kind not in (ProviderKind.OIDC, ProviderKind.FEISHU):
            del self.fields["match_email"]
        unit = self.fields["default_unit"]
        assert isinstance(unit, UnitChoice)
        unit.queryset = queries.units_by_path()

    def deed(self) -> dict[str, Any]:
        """Arguments for the action."""
        given = self.cleaned_data
        return {
            "words": {name: given.get(name, "") for name in PLAIN},
            "secret": given["secret"],
            "join_policy": given["join_policy"],
            "match_email": given.get("match_email", False),
            "default_unit": given["default_unit"],
        }


class RuleForm(forms.Form):
    """If a claim carries a value, a role or a department follows."""

    claim = _line(_("字段"), 80, required=True, help_text=_("例如 groups、realm_access.roles、department。"))
    value = _line(_("取值"), 200, required=True, help_text=_("字段是列表时，包含这个值即算。"))
    role = RoleChoice(label=_("角色"), queryset=Role._default_manager.none(), required=False, empty_label=_("不给角色"))
    unit = UnitChoice(
        label=_("部门"),
        queryset=Unit._default_manager.none(),
        required=False,
        empty_label=_("全公司"),
        help_text=_("选了角色时是角色的范围；没选角色时是所在部门。"),
    )
    title = _line(_("岗位"), 60, help_text=_("只用于所在部门，留空为「成员」。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role, unit = self.fields["role"], self.fields["unit"]
        assert isinstance(role, RoleChoice) and isinstance(unit, UnitChoice)
        role.queryset, unit.queryset = queries.all_roles(), queries.units_by_path()


class LinkForm(forms.Form):
    """An administrator says who somebody is."""

    member = forms.ModelChoiceField(label=_("成员"), queryset=Member._default_manager.none(), empty_label=CHOOSE)
    subject = _line(
        _("外部编号"), 255, required=True, help_text=_("企业微信 userid、钉钉与飞书 unionid、OIDC 的 sub。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member = self.fields["member"]
        assert isinstance(member, forms.ModelChoiceField)
        member.queryset = queries.active_members()


class DenyForm(forms.Form):
    """Why somebody is not let in."""

    reason = forms.CharField(
        label=_("拒绝原因"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写入留痕，不能修改。"),
    )
