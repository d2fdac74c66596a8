"""Forms of planning meetings and of what an experiment compares."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.accounts import queries as accounts_queries
from masthead.content import queries
from masthead.content.forms.inputs import DayInput, MomentInput, TimeInput
from masthead.content.models import ExperimentArm, Figure, PlanningSeries
from masthead.org import queries as org
from masthead.org.models import Member

ARMS = 4
if TYPE_CHECKING:
    SeriesModelForm = forms.ModelForm[PlanningSeries]
else:
    SeriesModelForm = forms.ModelForm


def _narrow_units(form: Any, member: Member) -> None:
    units = queries.units_for(member, "content.topic.decide")
    form.fields["unit"].queryset = form.fields["unit"].queryset.filter(pk__in=[u.pk for u in units])
    form.fields["unit"].empty_label = None
    form.fields["invited"].queryset = org.active_members()
    form.initial.setdefault("unit", org.primary_unit_id(member))


class SeriesInput(SeriesModelForm):
    """The rule of a series."""

    class Meta:
        model = PlanningSeries
        fields = (
            "name", "unit", "organiser", "rhythm", "weekday", "ordinal", "begins_at", "place", "first_on", "lead_days",
            "invited",
        )  # fmt: skip
        widgets = {"begins_at": TimeInput(), "first_on": DayInput(), "invited": forms.CheckboxSelectMultiple()}

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _narrow_units(self, member)
        organiser: Any = self.fields["organiser"]
        organiser.queryset, organiser.empty_label = org.active_members(), None
        self.initial.setdefault("organiser", member.pk)


class PlanningInput(forms.ModelForm):  # type: ignore[type-arg]
    """One meeting, called by hand."""

    title = forms.CharField(label=_("会议名称"), max_length=80)
    start_at = forms.DateTimeField(label=_("时间"), widget=MomentInput())

    class Meta:
        model = PlanningSeries
        fields = ("unit", "place", "invited")
        widgets = {"invited": forms.CheckboxSelectMultiple()}

    field_order = ("title", "start_at", "place", "unit", "invited")

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _narrow_units(self, member)


class LineInput(forms.Form):
    """A decision on a line of the agenda; what a deed needs is asked by the action."""

    deed = forms.CharField(max_length=10)
    reason = forms.CharField(label=_("理由"), required=False, max_length=500)
    until = forms.DateField(label=_("延期到"), required=False, widget=DayInput())
    owner = forms.TypedChoiceField(label=_("负责人"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.choices = [("", _("选择负责人")), *((m.pk, m.name) for m in org.active_members())]
        self.fields["reason"].widget.attrs["placeholder"] = _("一句话理由")

    def clean_owner(self) -> Member | None:
        pk = self.cleaned_data["owner"]
        return org.get_member(pk) if pk else None


class ArmsInput(forms.Form):
    """What an experiment compares: up to four arms, each a draft or an account, and the figure."""

    figure = forms.ChoiceField(label=_("指标"), required=False, choices=[("", _("用文字说明")), *Figure.choices])

    def __init__(self, *args: Any, member: Member, kept: list[ExperimentArm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].initial = kept[0].figure if kept else ""
        drafts = {d.pk: d for d in queries.drafts_visible_to(member).order_by("-updated_at")[:100]}
        drafts |= {a.draft.pk: a.draft for a in kept if a.draft}
        accounts = {a.pk: a for a in accounts_queries.accounts_visible_to(member)}
        self._things = {f"d{pk}": ("draft", d) for pk, d in drafts.items()} | {
            f"a{pk}": ("account", a) for pk, a in accounts.items()
        }
        choices = [
            ("", _("只用文字")),
            (_("稿件"), [(f"d{pk}", d.title) for pk, d in drafts.items()]),
            (_("账号"), [(f"a{pk}", a.name) for pk, a in accounts.items()]),
        ]
        for n in range(ARMS):
            arm = kept[n] if n < len(kept) else None
            thing = (
                f"d{arm.draft_id}" if arm and arm.draft_id else f"a{arm.account_id}" if arm and arm.account_id else ""
            )
            self.fields[f"name_{n}"] = forms.CharField(
                label=_("方案"), required=n < 2, max_length=60, initial=arm.name if arm else ""
            )
            self.fields[f"thing_{n}"] = forms.ChoiceField(
                label=_("对应"), required=False, choices=choices, initial=thing
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        return [(self[f"name_{n}"], self[f"thing_{n}"]) for n in range(ARMS)]

    def arms(self) -> list[dict[str, Any]]:
        """In words of the action."""
        found = []
        for n in range(ARMS):
            name, thing = self.cleaned_data[f"name_{n}"], self._things.get(self.cleaned_data[f"thing_{n}"])
            if name:
                found.append({"name": name} | ({thing[0]: thing[1]} if thing else {}))
        return found


class FiguresInput(forms.Form):
    """What was measured on each arm."""

    words = forms.CharField(label=_("说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, arms: list[ExperimentArm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._arms = arms
        for arm in arms:
            self.fields[f"measured_{arm.number}"] = forms.DecimalField(
                label=arm.name, max_digits=14, decimal_places=2, initial=arm.measured, min_value=Decimal(0)
            )
            self.fields[f"base_{arm.number}"] = forms.IntegerField(
                label=_("样本数"), required=False, min_value=0, max_value=10**9, initial=arm.base
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        return [(self[f"measured_{a.number}"], self[f"base_{a.number}"]) for a in self._arms]

    def measured(self) -> dict[int, tuple[Decimal, int | None]]:
        """In words of the action."""
        given = self.cleaned_data
        return {a.number: (given[f"measured_{a.number}"], given[f"base_{a.number}"]) for a in self._arms}
