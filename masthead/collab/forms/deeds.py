"""Words that go with a deed on a thing: each form gets the thing and who acts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.collab import queries
from masthead.collab.forms.inputs import DayInput, MemberChoice
from masthead.collab.models import Conclusion, FeatureDecision, Priority
from masthead.core import clock
from masthead.org import queries as org
from masthead.org.models import Member


class DeedForm(forms.Form):
    """Nothing to fill in: the deed needs no words."""

    def __init__(self, *args: Any, thing: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing, self.member = thing, member
        self.prepare()

    def prepare(self) -> None:
        """Choices and first values that depend on the thing."""


def words(
    label: Any,
    *,
    name: str = "reason",
    required: bool = True,
    most: int = 500,
    rows: int = 3,
    help_text: Any = "",
) -> type[DeedForm]:
    """A form of one text."""
    area = forms.Textarea(attrs={"rows": rows})
    field = forms.CharField(label=label, required=required, max_length=most, widget=area, help_text=help_text)
    return type("WordsForm", (DeedForm,), {name: field})


class AssignRequest(DeedForm):
    """Who of the asked department does it."""

    owner: Any = MemberChoice(label=_("负责人"))

    def prepare(self) -> None:
        people = [m.pk for m in queries.members_of(self.thing.to_unit)]
        self.fields["owner"].queryset = org.active_members().filter(pk__in=people)  # type: ignore[attr-defined]


class RequestTaskInput(DeedForm):
    """A shared task."""

    title = forms.CharField(label=_("事项"), max_length=120)
    owner: Any = MemberChoice(label=_("负责人"))
    due_on = forms.DateField(label=_("截止日"), widget=DayInput())

    def prepare(self) -> None:
        people = queries.both_sides_of(self.thing)
        self.fields["owner"].queryset = org.active_members().filter(pk__in=people)  # type: ignore[attr-defined]
        self.fields["due_on"].initial = self.thing.wanted_on or clock.today()


class Settle(DeedForm):
    """The leader's ruling."""

    reason = forms.CharField(label=_("裁定内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    carry_out = forms.TypedChoiceField(
        label=_("裁定"),
        choices=[("yes", _("由受理部门执行")), ("no", _("不执行"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect(),
        initial="yes",
    )


class AssignTicket(DeedForm):
    """Who of the desk works on it."""

    assignee: Any = MemberChoice(label=_("处理人"))
    reason = forms.CharField(label=_("说明"), required=False, max_length=500)

    def prepare(self) -> None:
        people = [m.pk for m in queries.desk_members()]
        self.fields["assignee"].queryset = org.active_members().filter(pk__in=people)  # type: ignore[attr-defined]


class SetPriority(DeedForm):
    """Another priority, and why."""

    priority = forms.ChoiceField(label=_("优先级"), choices=Priority.choices)
    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def prepare(self) -> None:
        self.fields["priority"].initial = self.thing.priority


class Rate(DeedForm):
    """One to five, and a word."""

    score = forms.TypedChoiceField(
        label=_("满意度"),
        choices=[(5, _("5 很满意")), (4, _("4 满意")), (3, _("3 一般")), (2, _("2 不满意")), (1, _("1 很不满意"))],
        coerce=int,
        initial=5,
        widget=forms.RadioSelect(),
    )
    words = forms.CharField(label=_("一句话"), required=False, max_length=200)


class DecideFeature(DeedForm):
    """Adopt, put off, refuse."""

    decision = forms.ChoiceField(label=_("决定"), choices=FeatureDecision.choices, widget=forms.RadioSelect())
    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AdoptIdea(DeedForm):
    """What an experiment needs before it begins."""

    hypothesis = forms.CharField(
        label=_("设想"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("如果怎样做，就会怎样。")
    )
    variants = forms.CharField(
        label=_("对照方案"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一个方案，写明差别。"),
    )
    metric = forms.CharField(label=_("衡量指标"), max_length=120, help_text=_("一个数字，写明怎样算、从哪里取。"))
    owner: Any = MemberChoice(label=_("执行人"))
    start_on = forms.DateField(label=_("开始"), widget=DayInput())
    end_on = forms.DateField(label=_("结束"), widget=DayInput())

    def prepare(self) -> None:
        self.fields["owner"].queryset = org.active_members()  # type: ignore[attr-defined]
        self.fields["owner"].initial = self.thing.proposer_id
        self.fields["start_on"].initial = clock.today()


class Measure(DeedForm):
    """What was measured."""

    result = forms.CharField(
        label=_("实测结果"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每个方案写一行实测数字，不好看的也如实写。"),
    )

    def prepare(self) -> None:
        experiment = queries.experiment_of(self.thing)
        self.fields["result"].initial = experiment.result if experiment else ""


class Conclude(DeedForm):
    """Did it work?"""

    conclusion = forms.ChoiceField(label=_("结论"), choices=Conclusion.choices, widget=forms.RadioSelect())
    words = forms.CharField(label=_("依据"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class Minutes(DeedForm):
    """The minutes."""

    minutes = forms.CharField(
        label=_("纪要"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("按议题写：讨论了什么、各方意见、怎样定的。决议另外逐项添加。"),
    )

    def prepare(self) -> None:
        self.fields["minutes"].initial = self.thing.minutes


class AgendaPoint(DeedForm):
    """One more point."""

    title = forms.CharField(label=_("议题"), max_length=120)
    presenter: Any = MemberChoice(label=_("汇报人"), required=False)

    def prepare(self) -> None:
        self.fields["presenter"].queryset = org.active_members()  # type: ignore[attr-defined]


class DecisionInput(DeedForm):
    """What was decided, who, until when."""

    text = forms.CharField(label=_("决议内容"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    owner: Any = MemberChoice(label=_("责任人"))
    due_on = forms.DateField(label=_("完成期限"), widget=DayInput())
    clause = forms.CharField(label=_("相关条款"), required=False, max_length=20, help_text=_("例如 3.3.1"))

    def prepare(self) -> None:
        self.fields["owner"].queryset = org.active_members()  # type: ignore[attr-defined]


class Report(DeedForm):
    """How far, and in what words."""

    progress = forms.IntegerField(label=_("进度（%）"), min_value=0, max_value=100)
    note = forms.CharField(label=_("进展"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self) -> None:
        self.fields["progress"].initial = self.thing.progress
