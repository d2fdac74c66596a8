"""Shape and wording of what people hand in after publishing; what is allowed is decided by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.publishing.after_states import CorrectionWay, WithdrawalReason


def _shot(help_text: Any) -> forms.FileField:
    picker = forms.FileInput(attrs={"accept": "image/*"})
    return forms.FileField(label=_("截图"), required=False, widget=picker, help_text=help_text)


class WithdrawForm(forms.Form):
    """Why it must go."""

    reason_kind = forms.ChoiceField(label=_("原因"), choices=[("", _("请选择")), *WithdrawalReason.choices])
    reason = forms.CharField(
        label=_("说明"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("哪里有问题、谁提出的、依据是什么。会写入留痕，无法修改。"),
    )  # fmt: skip


class TakenDownForm(forms.Form):
    """What the person who took it down shows."""

    screenshot = _shot(_("撤下之后的页面，例如「内容不存在」。JPG、PNG 或 WebP，不超过 10 MB。"))
    note = forms.CharField(
        label=_("怎样撤下的"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class EvidenceForm(forms.Form):
    """A screenshot of the live post."""

    screenshot = _shot(_("能看到账号名、标题和时间的完整截图。"))
    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class CorrectionForm(forms.Form):
    """What is to be set right, and how."""

    way = forms.ChoiceField(label=_("方式"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("更正内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("先写哪里错了，再写正确的是什么，需要致歉的写明致歉。评论不超过 300 个字。"),
    )  # fmt: skip

    def __init__(self, *args: Any, can_comment: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = CorrectionWay.choices if can_comment else [(CorrectionWay.DRAFT.value, CorrectionWay.DRAFT.label)]
        field: Any = self.fields["way"]
        field.choices = ways
        field.initial = ways[0][0]
