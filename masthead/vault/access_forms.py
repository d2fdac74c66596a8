"""Shape and wording of what people hand in about access: requests, emergencies, reviews."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.org.models import Member
from masthead.vault import queries
from masthead.vault.models import Secret
from masthead.vault.modes import mode_of
from masthead.vault.states import CheckoutState

MINUTES = ((30, _("30 分钟")), (60, _("1 小时")), (90, _("1 小时 30 分")), (120, _("2 小时")))


class SecretChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django itself takes no brackets
    """A secret by owner, kind and what of it is shown."""

    def label_from_instance(self, obj: Secret) -> str:
        mode = mode_of(obj.kind)
        return f"{obj} · {mode.label}" if mode else str(obj)


class _AboutSecret(forms.Form):
    secret = SecretChoice(queryset=Secret.objects.none(), label=_("凭据"), empty_label=_("请选择"))

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["secret"]
        assert isinstance(field, SecretChoice)
        field.queryset = queries.secrets_to_ask_for(member)


class CheckoutForm(_AboutSecret):
    """A request to use a secret."""

    purpose = forms.CharField(
        label=_("用途"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("至少 4 个汉字。审批人据此判断，事后审计也看这一句。"),
    )
    task = forms.CharField(
        label=_("关联任务"), max_length=200, help_text=_("为哪项工作领用；可以粘贴稿件、工单、发布任务的页面地址。")
    )
    minutes = forms.TypedChoiceField(label=_("使用时限"), choices=MINUTES, coerce=int, initial=30)
    field_order = ("secret", "purpose", "task", "minutes")


class GlassForm(_AboutSecret):
    """An emergency."""

    purpose = forms.CharField(
        label=_("紧急情况"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明发生了什么、为什么等不及审批。"),
    )


class ReviewGlassForm(forms.Form):
    """What the management group found."""

    findings = forms.CharField(
        label=_("复盘结论"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("是否必要、凭据是否已更换、今后怎样避免。"),
    )


class CheckoutFilter(forms.Form):
    """Filters of the list, kept in the address."""

    view = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label=_("账号、用途或任务"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("账号、用途或任务")}),
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *CheckoutState.choices])


class EntryFilter(forms.Form):
    """Filters of the review page."""

    q = forms.CharField(
        label=_("人员或账号"), required=False, widget=forms.TextInput(attrs={"placeholder": _("人员或账号")})
    )
    view = forms.ChoiceField(
        label=_("显示"),
        required=False,
        choices=(
            ("", _("全部")), ("open", _("没有结论")), ("changed", _("有变化")), ("keep", _("已保留")), ("revoke", _("已收回")),
        ),
    )  # fmt: skip


class DecideForm(forms.Form):
    """Keep or revoke what was ticked."""

    decision = forms.ChoiceField(choices=(("keep", _("保留")), ("revoke", _("收回"))), label=_("结论"))
    reason = forms.CharField(label=_("理由"), max_length=300, required=False)
    entry = forms.TypedMultipleChoiceField(coerce=int, label=_("条目"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticked = self.data.getlist("entry") if hasattr(self.data, "getlist") else []
        field = self.fields["entry"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(pk, pk) for pk in ticked if pk.isdecimal() and len(pk) < 19]  # the query narrows them


class ReasonForm(forms.Form):
    """One typed reason."""

    reason = forms.CharField(label=_("理由"), max_length=300, required=False)
