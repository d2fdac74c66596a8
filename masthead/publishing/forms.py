"""Shape and wording of input; what is allowed is decided by the actions."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.accounts.models import Account
from masthead.content.models import Topic
from masthead.core import clock, figures
from masthead.core.errors import BadInput
from masthead.platforms.models import Platform
from masthead.publishing import queries
from masthead.publishing.actions import Target
from masthead.publishing.brakes import Late, LatePolicy, Missed, PauseReason
from masthead.publishing.models.calendar import OffDay, Rhythm
from masthead.publishing.states import PublicationState, Verdict
from masthead.publishing.walls import FIRST, HOME, SECOND, ZONES, moment_at


class MomentField(forms.DateTimeField):
    """A moment on a clock in Shanghai, picked by the browser."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        return clock.china(value).replace(tzinfo=None) if isinstance(value, dt.datetime) and value.tzinfo else value


class DayNoteField(forms.CharField):
    """Why on a day that demands a reason; on other days it is not asked for."""

    def __init__(self) -> None:
        super().__init__(
            label=_("敏感日说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("这一天发布须由有权限的人写明理由：内容与日子的关系、谁审定过。理由会写入留痕，无法修改。"),
        )  # fmt: skip


class ScheduleForm(forms.Form):
    """Accounts (those in the seal only) and the time inside the approved window."""

    accounts = forms.MultipleChoiceField(label=_("发布账号"), widget=forms.CheckboxSelectMultiple)
    planned_at = MomentField(label=_("发布时间"))
    zone = forms.ChoiceField(
        label=_("按哪里的钟"), choices=list(ZONES.items()), initial=HOME, required=False,
        help_text=_("海外账号可按当地时间填写，系统换算成北京时间。"),
    )  # fmt: skip
    which = forms.ChoiceField(
        label=_("第几次"), choices=[("", "—"), (FIRST, _("第一次")), (SECOND, _("第二次"))], required=False,
        help_text=_("只在夏令时结束、当地同一钟点出现两次的那天需要选。"),
    )  # fmt: skip
    note = DayNoteField()
    crowded_ok = forms.BooleanField(label=_("知道同一小时内已有发布，仍按这个时间排期"), required=False)
    late_policy = forms.ChoiceField(
        label=_("停运后错过时间"), choices=LatePolicy.choices, required=False,
        help_text=_("只管系统停运造成的迟到：在允许的迟到之内补发，超过就问人；或一律问人、不补发。"),
    )  # fmt: skip
    late_minutes = forms.IntegerField(label=_("最多迟到（分钟）"), min_value=5, max_value=1440, required=False)

    def __init__(self, *args: Any, accounts: Sequence[Account], rules: queries.Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(a.pk): a for a in accounts}
        self.rules = rules
        field = self.fields["accounts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, a.full_name) for key, a in self.by_key.items()]
        self.fields["late_policy"].initial = rules.late.policy
        self.fields["late_minutes"].initial = rules.late.minutes
        self.fields["planned_at"].required = not self.at_once

    @property
    def at_once(self) -> bool:
        """立即发布 was pressed: the time in the form counts for nothing."""
        return bool(self.data.get("at_once"))

    @property
    def late(self) -> Late:
        given = self.cleaned_data
        policy = LatePolicy(given["late_policy"] or self.rules.late.policy)
        return Late(policy, given["late_minutes"] or self.rules.late.minutes)

    @property
    def moment(self) -> dt.datetime | None:
        """None = at once."""
        planned: dt.datetime | None = self.cleaned_data["planned_at"]
        return None if self.at_once else planned

    def clean(self) -> dict[str, Any]:
        """The typed clock of another place becomes a moment; an hour that is not there, or there twice, stands beside its field."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given["zone"] = zone = given.get("zone") or HOME
        if zone != HOME and (typed := given.get("planned_at")):
            try:
                given["planned_at"] = moment_at(clock.china(typed), zone, which=given.get("which", ""))
            except BadInput as refused:
                self.add_error("planned_at", next(iter(refused.fields.values())))
        return given

    @property
    def chosen(self) -> list[Account]:
        return [self.by_key[key] for key in self.cleaned_data["accounts"]]


class MoveForm(forms.Form):
    planned_at = MomentField(label=_("新的发布时间"))


class MovingForm(forms.Form):
    """Another time, with what the person has read and says about it."""

    planned_at = MomentField(label=_("新的发布时间"))
    together = forms.MultipleChoiceField(label=_("一起移动"), required=False, widget=forms.CheckboxSelectMultiple)
    note = DayNoteField()

    def __init__(self, *args: Any, siblings: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(row.pk): row for row in siblings}
        field: Any = self.fields["together"]
        field.choices = [(key, row.account.full_name) for key, row in self.by_key.items()]

    @property
    def chosen(self) -> list[Any]:
        return [self.by_key[key] for key in self.cleaned_data["together"]]


class ReplanForm(forms.Form):
    """Outside the approved window: the reason and a plain yes."""

    planned_at = MomentField(label=_("新的发布时间"))
    reason = forms.CharField(label=_("理由"), min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    sure = forms.BooleanField(label=_("我知道审核会失效，需要重新审核"))


class SlotForm(forms.Form):
    """A recurring slot."""

    account = forms.ChoiceField(label=pgettext_lazy("one", "账号"))
    name = forms.CharField(label=_("栏目"), max_length=40)
    rhythm = forms.ChoiceField(label=_("节奏"), choices=Rhythm.choices, required=False)
    weekday = forms.TypedChoiceField(
        label=_("星期"), coerce=int, choices=list(enumerate(figures.WEEKDAYS)), required=False, empty_value="0",
        help_text=_("每周的栏目才用。"),
    )  # fmt: skip
    month_day = forms.IntegerField(
        label=_("几号"), min_value=1, max_value=31, required=False, help_text=_("每月的栏目才用；31 日在小月即月末。")
    )
    off_day = forms.ChoiceField(
        label=_("遇休息日"),
        choices=OffDay.choices,
        required=False,
        help_text=_("休息日以工作日历为准，调休上班的周末算工作日。"),
    )
    time = forms.TimeField(
        label=_("时间"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="09:30"
    )

    def __init__(self, *args: Any, accounts: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(a.pk): a for a in accounts}
        field: Any = self.fields["account"]
        field.choices = [(key, a.full_name) for key, a in self.by_key.items()]

    def words(self) -> dict[str, Any]:
        given = self.cleaned_data
        return given | {
            "account": self.by_key[given["account"]], "rhythm": given["rhythm"] or Rhythm.WEEKLY,
            "weekday": int(given["weekday"]),
            "month_day": given["month_day"] or 0, "off_day": given["off_day"] or OffDay.KEEP,
        }  # fmt: skip


class CalendarFilterForm(forms.Form):
    """Narrowing of the calendar, kept in the address."""

    view = forms.CharField(required=False, widget=forms.HiddenInput())
    on = forms.CharField(required=False, widget=forms.HiddenInput())
    account = forms.TypedChoiceField(label=pgettext_lazy("one", "账号"), required=False, coerce=int, empty_value=None)
    platform = forms.ChoiceField(label=_("平台"), required=False)
    unit = forms.TypedChoiceField(label=_("部门"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("状态"), required=False)
    owner = forms.TypedChoiceField(label=_("作者"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, accounts: Sequence[Account], people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: dict[str, list[Any]] = {
            "account": [(a.pk, a.full_name) for a in accounts],
            "platform": sorted({(a.platform.key, a.platform.name) for a in accounts}),
            "unit": sorted({(a.unit_id, a.unit.name) for a in accounts}),
            "state": list(PublicationState.choices),
            "owner": [(m.pk, m.name) for m in people],
        }
        for name, choices in chosen.items():
            field: Any = self.fields[name]
            field.choices = [("", _("全部")), *choices]

    def wanted(self) -> queries.CalendarFilter:
        """The valid filters; a wrong one is no filter."""
        self.is_valid()
        given = self.cleaned_data
        names = ("account", "platform", "unit", "state", "owner")
        return queries.CalendarFilter(**{name: given[name] for name in names if given.get(name)})


class ResolveForm(forms.Form):
    """What a person found out at the platform."""

    verdict = forms.ChoiceField(label=_("核实结果"), choices=Verdict.choices, widget=forms.RadioSelect)
    url = forms.CharField(
        label=_("文章链接"),
        max_length=1000,
        required=False,
        help_text=_("确认已发时必填：在平台打开文章，复制它的地址。"),
    )
    reason = forms.CharField(
        label=_("理由"), min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("怎样核实的、看到了什么。理由会写入留痕，无法修改。"),
    )  # fmt: skip


class ProofForm(forms.Form):
    """What the person in charge shows after publishing by hand."""

    link = forms.CharField(
        label=_("作品链接"), max_length=1000, required=False, widget=forms.URLInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        help_text=_("在平台打开作品，用「分享 → 复制链接」。"),
    )  # fmt: skip
    screenshot = forms.FileField(
        label=_("截图"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("能看到账号名和标题；JPG、PNG 或 WebP，不超过 10 MB。链接和截图至少给一样，最好都给。"),
    )  # fmt: skip
    published_at = MomentField(label=_("实际发布时间"), help_text=_("作品在平台上显示的时间。"))


class OperatorForm(forms.Form):
    operator = forms.ChoiceField(label=_("发布人"))

    def __init__(self, *args: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(m.pk): m for m in people}
        field = self.fields["operator"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, m.name) for key, m in self.by_key.items()]


class PublicationFilter(forms.Form):
    q = forms.CharField(
        label=_("标题"), required=False, widget=forms.TextInput(attrs={"type": "search", "placeholder": _("搜索标题")})
    )
    state = forms.ChoiceField(label=_("状态"), required=False)
    platform = forms.ChoiceField(label=_("平台"), required=False)
    account = forms.ChoiceField(label=pgettext_lazy("one", "账号"), required=False)
    only = forms.ChoiceField(label=_("只看"), required=False)

    def __init__(self, *args: Any, accounts: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("state", PublicationState.choices),
            ("platform", sorted({(a.platform.key, str(a.platform)) for a in accounts}, key=lambda pair: pair[1])),
            ("account", [(str(a.pk), a.full_name) for a in accounts]),
            ("only", [(name, label) for name, (label, _narrow) in queries.SELECTIONS.items()]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("全部")), *choices]

    def wanted(self) -> dict[str, Any]:
        """The valid filters; a wrong one is no filter."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "state": data.get("state", ""),
            "account": int(data["account"]) if data.get("account") else None,
            "platform": data.get("platform", ""),
            "text": data.get("q", "").strip(),
        }

    @property
    def only_this(self) -> str:
        """The named selection that was chosen, '' for none."""
        return str(self.cleaned_data.get("only", "")) if self.is_bound and self.is_valid() else ""


class PauseForm(forms.Form):
    """One choice says what to stop; pressed in an emergency, so nothing more is asked than must be."""

    what = forms.ChoiceField(label=_("暂停什么"))
    why = forms.ChoiceField(label=_("原因"), choices=PauseReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("选「其他」时必填。会写入留痕，并告诉内容在等待的同事。"),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        everything: bool,
        platforms: Sequence[Platform] = (),
        accounts: Sequence[Account] = (),
        campaigns: Sequence[Topic] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.targets = {f"platform:{p.pk}": Target(platform=p) for p in platforms}
        self.targets |= {f"account:{a.pk}": Target(account=a) for a in accounts}
        self.targets |= {f"campaign:{t.pk}": Target(topic=t) for t in campaigns}
        groups: list[Any] = [
            (pgettext_lazy("one", "账号"), [(f"account:{a.pk}", a.name) for a in accounts]),
            (_("平台"), [(f"platform:{p.pk}", p.name) for p in platforms]),
            (_("活动"), [(f"campaign:{t.pk}", t.title) for t in campaigns]),
        ]
        if everything:
            self.targets["company"] = Target()
            groups.insert(0, ("company", _("全公司：所有账号")))
        field: Any = self.fields["what"]
        field.choices = [group for group in groups if group[1]]

    @property
    def target(self) -> Target:
        return self.targets[self.cleaned_data["what"]]


class ResumeForm(forms.Form):
    """What becomes of what was missed is chosen by hand each time; no answer is prepared."""

    missed = forms.ChoiceField(label=_("暂停期间错过的内容"), choices=Missed.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("恢复说明"), min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("事情怎样了结的。会写入留痕，无法修改。"),
    )  # fmt: skip


class RulesForm(forms.Form):
    late_policy = forms.ChoiceField(
        label=_("停运后错过时间的内容"), choices=LatePolicy.choices, widget=forms.RadioSelect,
        help_text=_("新排期从这里取默认值，排期时可以逐篇改。"),
    )  # fmt: skip
    late_minutes = forms.IntegerField(
        label=_("最多迟到（分钟）"), min_value=5, max_value=1440,
        help_text=_("迟到不超过它的自动补发，超过的问人。重试和限流的等待不算迟到。"),
    )  # fmt: skip
    lead_minutes = forms.IntegerField(
        label=_("最短提前量（分钟）"), min_value=0, max_value=1440,
        help_text=_("排期和改期的时间至少离现在这么远；「立即发布」不受它限制。"),
    )  # fmt: skip

    def words(self) -> dict[str, Any]:
        return self.cleaned_data | {"late_policy": LatePolicy(self.cleaned_data["late_policy"])}
