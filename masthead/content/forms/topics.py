"""Forms of topics."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.accounts import queries as accounts_queries
from masthead.content import queries
from masthead.content.forms.inputs import ALL, DayInput, member_choices, unit_choices
from masthead.content.models import Topic
from masthead.content.states import TopicState
from masthead.org import queries as org
from masthead.org.models import Member

if TYPE_CHECKING:
    TopicModelForm = forms.ModelForm[Topic]
else:
    TopicModelForm = forms.ModelForm


class TopicInput(TopicModelForm):
    """Proposing and editing a topic."""

    class Meta:
        model = Topic
        fields = ("title", "theme", "form", "source", "unit", "owner", "planned_on", "accounts")
        widgets = {
            "planned_on": DayInput(),
            "theme": forms.Textarea(attrs={"rows": 4}),
            "accounts": forms.CheckboxSelectMultiple(),
        }
        help_texts = {
            "theme": _("写清讲什么、讲给谁、从哪个角度讲。"),
            "planned_on": _("稿件的默认发布时间取这一天 9:00 至 18:00。"),
            "accounts": _("只列出您可以使用的账号。"),
        }

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = queries.units_for(member, "content.topic.propose")
        unit: Any = self.fields["unit"]
        unit.queryset = unit.queryset.filter(pk__in=[u.pk for u in units])
        unit.empty_label = None
        owner: Any = self.fields["owner"]
        owner.queryset = org.active_members()
        accounts: Any = self.fields["accounts"]
        accounts.queryset = accounts_queries.accounts_visible_to(member)
        if not self.instance.pk:
            self.initial.setdefault("owner", member.pk)
            self.initial.setdefault("unit", org.primary_unit_id(member))
        else:
            del self.fields["unit"]


class TopicFilterInput(forms.Form):
    """Filters of the topic list; everything stays in the address."""

    q = forms.CharField(label=_("搜索选题"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *TopicState.choices])
    unit = forms.TypedChoiceField(label=_("部门"), required=False, coerce=int, empty_value=None)
    owner = forms.TypedChoiceField(label=_("负责人"), required=False, coerce=int, empty_value=None)
    since = forms.DateField(label=_("计划日从"), required=False, widget=DayInput())
    until = forms.DateField(label=_("到"), required=False, widget=DayInput())

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["placeholder"] = _("搜索选题")
        self._choose("unit", unit_choices(member, "content.topic.read"))
        self._choose("owner", member_choices())

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = [ALL, *choices]

    def wanted(self) -> queries.TopicFilter:
        """The filter in words of the query; a wrong value does not narrow."""
        self.is_valid()
        given = self.cleaned_data
        return queries.TopicFilter(
            q=given.get("q", ""), state=given.get("state", ""), unit_id=given.get("unit"), owner_id=given.get("owner"),
            since=given.get("since"), until=given.get("until"),
        )  # fmt: skip
