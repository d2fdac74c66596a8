"""Forms of review: a remark on a range of the text, what is done with it, filters of the queue."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from masthead.content import queries
from masthead.content.actions import Remark
from masthead.content.models import AnnotationKind, AnnotationState, Revision
from masthead.content.queries import RISKS

WORDS = {"rows": 3, "maxlength": 1000}


class RemarkInput(forms.Form):
    """A remark or a suggested change. The quoted words name the range; `start` only helps when they stand more than once."""

    part = forms.ChoiceField(label=_("位置"))
    quote = forms.CharField(label=_("原文"), strip=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput())
    kind = forms.ChoiceField(
        label=_("类型"), choices=AnnotationKind.choices, initial=AnnotationKind.COMMENT, widget=forms.RadioSelect
    )
    body = forms.CharField(label=_("意见"), required=False, max_length=1000, widget=forms.Textarea(attrs=WORDS))
    replacement = forms.CharField(
        label=_("改为"), required=False, strip=False, max_length=1000, widget=forms.Textarea(attrs=WORDS),
        help_text=_("留空表示建议删去这几个字。"),
    )  # fmt: skip
    blocking = forms.BooleanField(label=_("必须处理：没有答复前不能重新提交"), required=False)

    def __init__(self, *args: Any, revision: Revision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.revision = revision
        field = self.fields["part"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = queries.part_choices(revision)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        part, quote = given.get("part"), given.get("quote", "")
        if part and quote:
            place = queries.range_of(self.revision, part, quote, given.get("start"))
            if place is None:
                self.add_error("quote", _("在这一版里找不到这些文字，或它们出现了多次：请多选几个字。"))
            given["range"] = place
        if given.get("kind") == AnnotationKind.COMMENT and not given.get("body"):
            self.add_error("body", _("请写明意见。"))
        return given

    def remark(self) -> Remark:
        """What the action takes."""
        given = self.cleaned_data
        start, end = given["range"]
        suggestion = given["kind"] == AnnotationKind.SUGGESTION
        return Remark(
            given["part"], start, end, given["body"], given["replacement"] if suggestion else None, given["blocking"]
        )


class RemarkDeedInput(forms.Form):
    """What is done with a remark, with the words for it."""

    SETTLES = {
        "resolve": AnnotationState.RESOLVED,
        "reopen": AnnotationState.OPEN,
        "decline": AnnotationState.DECLINED,
    }

    deed = forms.ChoiceField(choices=[(k, k) for k in ("reply", "accept", *SETTLES)])
    words = forms.CharField(required=False, max_length=1000)


class QueueInput(forms.Form):
    """Filters of the review queue."""

    ANY: tuple[str, Any] = ("", _("全部"))

    q = forms.CharField(
        label=_("搜索标题"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("搜索标题")}),
    )  # fmt: skip
    risk = forms.ChoiceField(label=_("风险"), required=False, choices=[ANY, *RISKS])
    due = forms.ChoiceField(
        label=_("时限"), required=False, choices=[ANY, ("late", _("已超时")), ("today", _("今天到期"))]
    )

    def wanted(self) -> dict[str, str]:
        """The valid filters; a wrong value does not narrow."""
        self.is_valid()
        given = self.cleaned_data
        return {name: given.get(name, "") for name in ("q", "risk", "due")}


def words_said(given: QueryDict) -> dict[tuple[str, str], str]:
    """What the writer says to findings: three lists of one length, `rule`, `excerpt` and `why`. Rows that do not fit are left out."""
    rows = zip(given.getlist("rule"), given.getlist("excerpt"), given.getlist("why"), strict=False)
    return {(rule, excerpt): why.strip()[:300] for rule, excerpt, why in rows if why.strip()}
