"""Filters of the lists; everything stays in the address, a wrong value does not narrow."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.collab import queries
from masthead.collab.models import RequestKind, TicketCategory, TicketKind
from masthead.collab.states import DecisionState, IdeaState, MeetingState, RequestState, TicketState

ALL = ("", _("全部"))


class Narrowing(forms.Form):
    """A search word and some choices."""

    q = forms.CharField(label=_("搜索"), required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["placeholder"] = _("搜索标题")

    def given(self) -> dict[str, Any]:
        """What narrows."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RequestNarrowing(Narrowing):
    """Filters of the requests."""

    side = forms.ChoiceField(
        label=_("范围"),
        required=False,
        choices=[ALL, ("received", _("我部门受理的")), ("asked", _("我提出的")), ("mine", _("我负责的"))],
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *RequestState.choices])
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[ALL, *RequestKind.choices])
    late = forms.ChoiceField(
        label=_("答复"), required=False, choices=[ALL, ("yes", _("超过时限")), ("no", _("按时答复"))]
    )

    def wanted(self) -> queries.RequestFilter:
        """The filter in words of the query."""
        return queries.RequestFilter(**self.given())


class TicketNarrowing(Narrowing):
    """Filters of the tickets."""

    side = forms.ChoiceField(
        label=_("范围"),
        required=False,
        choices=[ALL, ("asked", _("我提交的")), ("mine", _("我处理的")), ("free", _("待受理"))],
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *TicketState.choices])
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[ALL, *TicketKind.choices])
    category = forms.ChoiceField(label=_("分类"), required=False, choices=[ALL, *TicketCategory.choices])
    late = forms.ChoiceField(label=_("时限"), required=False, choices=[ALL, ("yes", _("超过时限"))])

    def wanted(self) -> queries.TicketFilter:
        """The filter in words of the query."""
        return queries.TicketFilter(**self.given())


class IdeaNarrowing(Narrowing):
    """Filters of the ideas."""

    side = forms.ChoiceField(
        label=_("范围"), required=False, choices=[ALL, ("mine", _("我提出的")), ("run", _("我执行的实验"))]
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *IdeaState.choices])
    order = forms.ChoiceField(label=_("排序"), required=False, choices=[("", _("最新")), ("votes", _("票数"))])

    def wanted(self) -> queries.IdeaFilter:
        """The filter in words of the query."""
        return queries.IdeaFilter(**self.given())


class MeetingNarrowing(Narrowing):
    """Filters of the meetings."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *MeetingState.choices])

    def wanted(self) -> queries.MeetingFilter:
        """The filter in words of the query."""
        return queries.MeetingFilter(**self.given())


class DecisionNarrowing(Narrowing):
    """Filters of the decisions."""

    side = forms.ChoiceField(label=_("范围"), required=False, choices=[ALL, ("mine", _("我负责的"))])
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[ALL, *[c for c in DecisionState.choices if c[0] != "draft"]]
    )
    late = forms.ChoiceField(label=_("期限"), required=False, choices=[ALL, ("yes", _("逾期未落实"))])

    def wanted(self) -> queries.DecisionFilter:
        """The filter in words of the query."""
        return queries.DecisionFilter(**self.given())
