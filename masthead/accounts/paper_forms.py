"""Shape and wording of the paper side: dossier, certification, filings, papers, hand-overs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.accounts.identity import SAMPLES
from masthead.accounts.models import STEPS, Cause
from masthead.accounts.states import CertificationKind, CertificationState, DocumentKind, FilingKind
from masthead.org import queries as org_queries
from masthead.org.models import Member

PICTURE_TYPES = ".jpg,.jpeg,.png,.webp"


def date_field(label: Any, help_text: Any = "") -> forms.DateField:
    """A day that may be left out."""
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def member_field(label: Any, *, required: bool = True, help_text: Any = "") -> Any:
    """One of the members who are here; the form sets whom."""
    nobody = Member._default_manager.none()
    return forms.ModelChoiceField(nobody, label=label, required=required, help_text=help_text, empty_label=_("未指定"))


class DossierFields(forms.Form):
    """The paper facts of an account."""

    company_name = forms.CharField(
        label=_("主体名称"), max_length=80, required=False, help_text=_("与营业执照一致，例如 云岭茶业有限公司。")
    )
    credit_code = forms.CharField(
        label=_("统一社会信用代码"), max_length=24, required=False, help_text=_("18 位，按末位校验码核对。")
    )
    registered_on = date_field(_("平台注册日期"))
    bound_phone = forms.CharField(label=_("绑定手机"), max_length=20, required=False)
    phone_holder = member_field(_("手机持有人"), required=False)
    phone_is_personal = forms.BooleanField(label=_("这是个人号码"), required=False)
    bound_email = forms.CharField(label=_("绑定邮箱"), max_length=120, required=False)
    email_holder = member_field(_("邮箱持有人"), required=False)
    email_is_personal = forms.BooleanField(label=_("这是个人邮箱"), required=False)
    intro = forms.CharField(
        label=_("账号简介"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300})
    )
    followers_at_start = forms.IntegerField(
        label=_("登记时关注者数"), min_value=0, max_value=2_000_000_000, required=False
    )
    avatar = forms.FileField(
        label=_("头像"), required=False, help_text=_("JPG、PNG 或 WebP，2 MB 以内；不选则保持不变。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["avatar"].widget.attrs["accept"] = PICTURE_TYPES
        for name in ("phone_holder", "email_holder"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = org_queries.active_members()

    def clean(self) -> dict[str, Any]:
        """The picture as bytes, read once."""
        given = super().clean() or self.cleaned_data
        upload = given.pop("avatar", None)
        given["avatar_data"], given["avatar_name"] = (upload.read(), upload.name or "") if upload else (b"", "")
        return dict(given)


class DossierForm(DossierFields):
    """The dossier of an account that is registered already."""

    reason = forms.CharField(
        label=_("变更理由"), max_length=200, required=False, help_text=_("变更主体时必填，写入时间线。")
    )


class CertificationForm(forms.Form):
    """What the platform certified."""

    state = forms.ChoiceField(label=_("认证状态"), choices=CertificationState.choices, initial=CertificationState.VALID)
    kind = forms.ChoiceField(label=_("认证类型"), choices=CertificationKind.choices)
    number = forms.CharField(label=_("认证编号"), max_length=60, required=False)
    body = forms.CharField(label=_("认证机构"), max_length=60, required=False)
    certified_on = date_field(_("认证日期"))
    expires_on = date_field(_("到期日期"), _("到期前 60、30、7、1 天提醒管理员、备岗和部门负责人。"))
    yearly_cost = forms.DecimalField(label=_("年费（元）"), min_value=0, max_digits=9, decimal_places=2, required=False)

    def clean(self) -> dict[str, Any]:
        """Money in fen."""
        given = dict(super().clean() or self.cleaned_data)
        yuan = given.pop("yearly_cost", None)
        given["yearly_cost_fen"] = None if yuan is None else int(yuan * 100)
        return given


class FilingForm(forms.Form):
    """A number of a public register."""

    kind = forms.ChoiceField(label=_("备案类型"), choices=FilingKind.choices)
    number = forms.CharField(
        label=_("备案号"), max_length=60,
        widget=forms.TextInput(attrs={"placeholder": SAMPLES["icp"], "lang": "zh-Hans"}),
    )  # fmt: skip
    expires_on = date_field(_("到期日期"))


class DocumentForm(forms.Form):
    """A paper, as a file."""

    kind = forms.ChoiceField(label=_("资料类型"), choices=DocumentKind.choices)
    file = forms.FileField(label=_("文件"), help_text=_("PDF、JPG 或 PNG，20 MB 以内；按内容识别，不看扩展名。"))
    valid_from = date_field(_("生效日期"))
    valid_until = date_field(_("有效期至"), _("长期有效的留空。"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png"


class BeginForm(forms.Form):
    """Whose accounts are handed over, and why."""

    member = member_field(_("交接人"))
    cause = forms.ChoiceField(label=_("原因"), choices=Cause.choices)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = org_queries.active_members()


class HandForm(forms.Form):
    """One account of the list."""

    receiver = member_field(_("接收人"), help_text=_("接收人确认后，登记册里的管理人才会更换。"))
    steps = forms.MultipleChoiceField(
        label=_("已完成"), choices=list(STEPS.items()), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("密码一项以保险箱为准：凭据须由交接人以外的人更换。"),
    )  # fmt: skip
    evidence = forms.FileField(label=_("凭证"), required=False, help_text=_("平台后台截图等，PDF、JPG 或 PNG。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["receiver"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = org_queries.active_members()


class CheckupFilterForm(forms.Form):
    """The bar above the check-up."""

    q = forms.CharField(
        label=_("搜索账号"), required=False, widget=forms.SearchInput(attrs={"placeholder": _("账号名称")})
    )
    band = forms.ChoiceField(
        label=_("得分"), required=False,
        choices=[("", _("全部")), ("poor", _("60 分以下")), ("fair", _("60–79 分")), ("good", _("80 分以上"))],
    )  # fmt: skip
