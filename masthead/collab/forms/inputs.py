"""New requests, tickets, ideas, meetings, comments and target times."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.collab import queries
from masthead.collab.models import Priority, RequestKind, TicketCategory, TicketKind
from masthead.org import queries as org
from masthead.org.models import Member, Unit

OFFICE_HOUR = 60


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"step": 60})


class MemberChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member by name; the form names who may be chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=org.active_members().none(), **kwargs)

    def label_from_instance(self, obj: Member) -> str:
        return obj.name


class AskInput(forms.Form):
    """A request to another department."""

    title = forms.CharField(label=_("标题"), max_length=80)
    to_unit: Any = forms.ModelChoiceField(label=_("受理部门"), queryset=Unit.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("类别"), choices=RequestKind.choices)
    text = forms.CharField(
        label=_("需要什么"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("写清要什么、用在哪里、什么样算合格。"),
    )
    wanted_on = forms.DateField(label=_("希望完成日"), required=False, widget=DayInput())

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = org.units_by_path().filter(parent__isnull=False).exclude(pk=org.primary_unit_id(member) or 0)
        to_unit: Any = self.fields["to_unit"]
        to_unit.queryset = units


class OpenTicketInput(forms.Form):
    """A ticket for the technical department."""

    kind = forms.ChoiceField(label=_("类型"), choices=TicketKind.choices)
    category = forms.ChoiceField(label=_("分类"), choices=TicketCategory.choices, initial=TicketCategory.SYSTEM)
    priority = forms.ChoiceField(
        label=_("优先级"),
        choices=Priority.choices,
        initial=Priority.NORMAL,
        help_text=_("影响发布的选紧急，其余按实际影响选。"),
    )
    title = forms.CharField(label=_("标题"), max_length=80)
    text = forms.CharField(
        label=_("情况说明"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写清何时、在哪个页面、做了什么、看到什么。"),
    )
    link = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput())


class IdeaInput(forms.Form):
    """A new idea."""

    title = forms.CharField(label=pgettext_lazy("one", "创意"), max_length=60)
    text = forms.CharField(
        label=_("怎么做，为什么值得试"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一段话就够：现在怎样、想怎样改、预计带来什么。"),
    )


class MeetingInput(forms.Form):
    """A meeting of the group."""

    title = forms.CharField(label=_("会议名称"), max_length=80)
    start_at = forms.DateTimeField(label=_("时间"), widget=MomentInput())
    place = forms.CharField(label=_("地点"), max_length=60)
    agenda = forms.CharField(
        label=_("议题"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("每行一项。小组成员自动列入名单，过半数签到会议才成立。"),
    )
    guests: Any = forms.ModelMultipleChoiceField(
        label=_("列席"), queryset=Member.objects.none(), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guests: Any = self.fields["guests"]
        seats = [s.member_id for s in org.seats_today()]
        guests.queryset = org.active_members().exclude(pk__in=seats)
        guests.label_from_instance = lambda member: member.name

    def lines(self) -> list[str]:
        """The agenda, a point a line."""
        return [line for line in self.cleaned_data["agenda"].splitlines() if line.strip()]


class CommentInput(forms.Form):
    """A comment or a reply."""

    body = forms.CharField(
        label=_("评论"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": _("写评论，用 @姓名 提及同事")}),
    )
    parent = forms.IntegerField(required=False, widget=forms.HiddenInput())


class TargetInput(forms.Form):
    """One target time, in office hours."""

    area = forms.CharField(max_length=10, widget=forms.HiddenInput())
    key = forms.CharField(max_length=20, widget=forms.HiddenInput())
    hours = forms.DecimalField(label=_("工作小时"), min_value=0, max_digits=5, decimal_places=1)

    def minutes(self) -> int:
        """What the action wants."""
        return int(self.cleaned_data["hours"] * OFFICE_HOUR)


def target_forms() -> list[tuple[queries.TargetRow, TargetInput]]:
    """Each line of the page with its form."""
    return [
        (
            row,
            TargetInput(
                initial={"area": row.area, "key": row.key, "hours": row.minutes / OFFICE_HOUR},
                auto_id=f"{row.area}-{row.key}-%s",
            ),
        )
        for row in queries.target_rows()
    ]
