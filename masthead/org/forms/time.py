"""Shape and wording of absences, the calendar and imports."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.core import clock
from masthead.org import queries
from masthead.org.forms.people import CHOOSE, Days, members_of
from masthead.org.models import Member


class AbsenceForm(forms.Form):
    """Who acts in whose place, when, in what."""

    member = forms.ModelChoiceField(label=_("委托人"), queryset=Member._default_manager.none(), required=False)
    delegate = forms.ModelChoiceField(
        label=_("受托人"),
        queryset=Member._default_manager.none(),
        empty_label=CHOOSE,
        help_text=_("必须自己也有所委托的权限；委托不会增加任何权限。"),
    )
    start_on = forms.DateField(label=_("开始日期"), widget=Days())
    end_on = forms.DateField(label=_("结束日期"), widget=Days(), help_text=_("当天仍有效，次日自动结束。"))
    reason = forms.CharField(label=_("缺勤原因"), max_length=200, help_text=_("例如「年假」「出差」。"))
    capabilities = forms.MultipleChoiceField(
        label=_("委托事项"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不勾选即双方都有权限的全部事项。"),
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        if by.has_perm("org.manage"):
            members_of(self, "member")
            self.fields["member"].help_text = _("不选即本人。为他人办理时不列出委托事项，按全部事项办理。")
        else:
            del self.fields["member"]
        members_of(self, "delegate", but=by if "member" not in self.fields else None)
        field = self.fields["capabilities"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(c.name, str(c.label)) for c in queries.delegable_capabilities(by)]
        if not field.choices:
            del self.fields["capabilities"]

    def deed(self) -> dict[str, Any]:
        """Arguments of the action."""
        given = dict(self.cleaned_data)
        member = given.pop("member", None) or self.by
        names = given.pop("capabilities", [])
        return {**given, "member": member, "capabilities": names if member == self.by else []}


class NoticeForm(forms.Form):
    """A yearly notice, pasted or as a file."""

    text = forms.CharField(
        label=_("粘贴通知内容"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "mono"}),
        help_text=_("每行「日期,名称,休」或「日期,名称,班」，日期可写区间，如 2027-02-05~2027-02-11；也可粘贴 JSON。"),
    )
    file = forms.FileField(label=_("或上传文件"), required=False, help_text=_("Excel（.xlsx）或 CSV，列同上。"))
    source = forms.CharField(label=_("文号或出处"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("text", "").strip() and not given.get("file"):
            self.add_error("text", gettext("请粘贴通知内容或上传文件。"))
        return given


class OwnDayForm(forms.Form):
    """A day on which the company does otherwise than published."""

    on = forms.DateField(label=_("日期"), widget=Days())
    works = forms.TypedChoiceField(
        label=_("安排"),
        choices=[("off", _("放假")), ("on", _("上班"))],
        coerce=lambda value: value == "on",
        widget=forms.RadioSelect,
        initial="off",
    )
    name = forms.CharField(label=_("缘由"), max_length=40, help_text=_("例如「公司成立日」「茶博会值守」。"))


class OfficeHoursForm(forms.Form):
    """Morning and afternoon, with the noon break between them."""

    morning_start = forms.TimeField(label=_("上午上班"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    morning_end = forms.TimeField(label=_("上午下班"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    afternoon_start = forms.TimeField(
        label=_("下午上班"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    afternoon_end = forms.TimeField(label=_("下午下班"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    start_on = forms.DateField(
        label=_("生效日期"), widget=Days(), help_text=_("从这一天起按新时间计算；已过去的日子仍按当时的时间。")
    )
    note = forms.CharField(label=_("说明"), max_length=100, required=False)

    def spans(self) -> list[tuple[int, int]]:
        """Minutes after midnight."""
        at = {name: _minutes(self.cleaned_data[name]) for name in list(self.fields)[:4]}
        return [(at["morning_start"], at["morning_end"]), (at["afternoon_start"], at["afternoon_end"])]


def office_hours_initial() -> dict[str, Any]:
    """The hours of today."""
    flat = [minute for span in queries.office_spans(clock.today()) for minute in span]
    names = ("morning_start", "morning_end", "afternoon_start", "afternoon_end")
    return {name: dt.time(m // 60, m % 60) for name, m in zip(names, flat, strict=False)} | {"start_on": clock.today()}


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


class ImportForm(forms.Form):
    """A file of members."""

    file = forms.FileField(
        label=_("成员名单"), help_text=_("Excel（.xlsx）或 CSV（UTF-8、GB18030），不超过 10 MB、10000 行。")
    )
