"""Forms of topics."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.accounts import queries as accounts_queries
from masthead.content import queries
from masthead.content.forms.inputs import ALL, DayInput, MonthInput, TimeInput, member_choices, unit_choices
from masthead.content.models import Topic, TopicForm, TopicSource
from masthead.content.states import TopicState
from masthead.org import queries as org
from masthead.org.models import Member

if TYPE_CHECKING:
    TopicModelForm = forms.ModelForm[Topic]
else:
    TopicModelForm = forms.ModelForm


class TopicInput(TopicModelForm):
    """Proposing and editing a topic. `form_<account>` names another form for one account."""

    anyway = forms.BooleanField(label=_("不是重复，仍然提出"), required=False)

    class Meta:
        model = Topic
        fields = ("title", "theme", "form", "source", "unit", "owner", "planned_on", "planned_time", "accounts")
        widgets = {
            "planned_on": DayInput(),
            "planned_time": TimeInput(),
            "theme": forms.Textarea(attrs={"rows": 4}),
            "accounts": forms.CheckboxSelectMultiple(),
        }
        help_texts = {
            "theme": _("写清讲什么、讲给谁、从哪个角度讲。"),
            "planned_on": _("还没有日子可以先空着，采纳前补上。"),
            "planned_time": _("不写时间，稿件的发布时段取当天 9:00 至 18:00。"),
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
        self._account_fields(member)
        if not self.instance.pk:
            self.initial.setdefault("owner", member.pk)
            self.initial.setdefault("unit", org.primary_unit_id(member))
        else:
            del self.fields["unit"]

    def _account_fields(self, member: Member) -> None:
        accounts: Any = self.fields["accounts"]
        accounts.queryset = accounts_queries.accounts_visible_to(member).select_related("platform")
        kept = dict(self.instance.variants.values_list("account_id", "form")) if self.instance.pk else {}
        self._rows = list(accounts.queryset)
        for account in self._rows:
            self.fields[f"form_{account.pk}"] = forms.ChoiceField(
                label=_("%(name)s的形式") % {"name": account.name}, required=False, initial=kept.get(account.pk, ""),
                choices=[("", _("同选题形式")), *TopicForm.choices],
            )  # fmt: skip

    def account_rows(self) -> list[tuple[Any, bool, Any]]:
        """Each account with whether it is chosen and the field of its form."""
        chosen = {str(getattr(v, "pk", v)) for v in self["accounts"].value() or []}
        return [(a, str(a.pk) in chosen, self[f"form_{a.pk}"]) for a in self._rows]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        found = {int(n[5:]): given.pop(n) for n in list(given) if n.startswith("form_")}
        given["forms_by_account"] = {pk: form for pk, form in found.items() if form}
        self.anyway_given = bool(given.pop("anyway", False))
        return given


class TopicFilterInput(forms.Form):
    """Filters of the topic list; everything stays in the address."""

    q = forms.CharField(label=_("搜索选题"), required=False, max_length=60)
    view = forms.CharField(required=False, widget=forms.HiddenInput())
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *TopicState.choices])
    source = forms.ChoiceField(label=_("来源"), required=False, choices=[ALL, *TopicSource.choices])
    form = forms.ChoiceField(label=_("形式"), required=False, choices=[ALL, *TopicForm.choices])
    owner = forms.TypedChoiceField(label=_("负责人"), required=False, coerce=int, empty_value=None)
    unit = forms.TypedChoiceField(label=_("部门"), required=False, coerce=int, empty_value=None)
    account = forms.TypedChoiceField(label=_("账号"), required=False, coerce=int, empty_value=None)
    month = forms.DateField(
        label=_("计划月份"), required=False, input_formats=["%Y-%m", "%Y-%m-%d"], widget=MonthInput()
    )
    undated = forms.ChoiceField(label=_("日期"), required=False, choices=[ALL, ("on", _("还没有日期"))])
    since = forms.DateField(required=False, widget=forms.HiddenInput())
    until = forms.DateField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs["placeholder"] = _("搜索选题")
        self._choose("unit", unit_choices(member, "content.topic.read"))
        self._choose("owner", member_choices())
        accounts = accounts_queries.accounts_visible_to(member).select_related("platform")
        self._choose("account", [(a.pk, a.full_name) for a in accounts])

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = [ALL, *choices]

    def wanted(self) -> queries.TopicFilter:
        """The filter in words of the query; a wrong value does not narrow."""
        self.is_valid()
        given = self.cleaned_data
        month: dt.date | None = given.get("month")
        return queries.TopicFilter(
            q=given.get("q", ""), state=given.get("state", ""), unit_id=given.get("unit"), owner_id=given.get("owner"),
            form=given.get("form", ""), source=given.get("source", ""), account_id=given.get("account"), month=month,
            undated=bool(given.get("undated")), since=given.get("since"), until=given.get("until"),
        )  # fmt: skip
