"""Forms of what hangs on a topic: decisions, evaluation, materials, bulk, lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from masthead.content import queries
from masthead.content.forms.inputs import DayInput, member_choices
from masthead.content.models import Topic, TopicEvaluation, TopicMaterialKind, TopicMaterialState
from masthead.org import queries as org
from masthead.org.models import Member

GRADES = [(n, str(n)) for n in range(1, 6)]
ENDS = {
    "value": _("1 可有可无 — 5 读者真正需要"),
    "timeliness": _("1 何时都行 — 5 过时不候"),
    "risk": _("1 没有风险 — 5 容易出事"),
    "effort": _("1 半天写成 — 5 多人多日"),
}


class DecisionInput(forms.Form):
    """The words of a decision; each deed keeps the fields that it needs."""

    until = forms.DateField(label=_("延期到"), widget=DayInput())
    owner = forms.TypedChoiceField(label=_("负责人"), coerce=int)
    reason = forms.CharField(label=_("理由"), min_length=2, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    NEEDS = {"postpone": ("until", "reason"), "assign": ("owner",), "drop": ("reason",), "adopt": ()}

    def __init__(self, *args: Any, deed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.choices = member_choices()
        for name in list(self.fields):
            if name not in self.NEEDS.get(deed, ()):
                del self.fields[name]

    def clean_owner(self) -> Member:
        return org.get_member(self.cleaned_data["owner"])


class EvaluationInput(forms.Form):
    """Four grades, each with a reason."""

    def __init__(self, *args: Any, kept: TopicEvaluation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"value": _("价值"), "timeliness": _("时效"), "risk": _("风险"), "effort": _("投入")}
        for name, label in labels.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=GRADES, coerce=int, widget=forms.RadioSelect(), help_text=ENDS[name],
                initial=getattr(kept, name, None),
            )  # fmt: skip
            self.fields[f"{name}_why"] = forms.CharField(
                label=_("理由"), required=False, max_length=200, initial=kept.reasons.get(name, "") if kept else ""
            )

    def pairs(self) -> list[tuple[Any, Any]]:
        """Grade and reason side by side."""
        return [(self[name], self[f"{name}_why"]) for name in ENDS]

    def given(self) -> dict[str, Any]:
        """In words of the action."""
        words = self.cleaned_data
        return {name: words[name] for name in ENDS} | {"reasons": {name: words[f"{name}_why"] for name in ENDS}}


class MaterialInput(forms.Form):
    """One thing that has to be there."""

    name = forms.CharField(label=_("素材"), max_length=80)
    kind = forms.ChoiceField(label=_("类别"), choices=TopicMaterialKind)
    owner = forms.TypedChoiceField(label=_("收集人"), coerce=int)
    until = forms.DateField(label=_("截止"), required=False, widget=DayInput())
    state = forms.ChoiceField(label=_("状态"), choices=TopicMaterialState, required=False)
    note = forms.CharField(label=_("存放处或说明"), required=False, max_length=200)

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.choices, owner.initial = member_choices(), topic.owner_id

    def clean_owner(self) -> Member:
        return org.get_member(self.cleaned_data["owner"])

    def clean_state(self) -> str:
        return str(self.cleaned_data["state"] or TopicMaterialState.WANTED)


class BulkInput(forms.Form):
    """One deed on many topics."""

    deed = forms.ChoiceField(choices=[("adopt", ""), ("postpone", ""), ("assign", ""), ("drop", "")])
    ids = forms.TypedMultipleChoiceField(coerce=int)
    reason = forms.CharField(required=False, max_length=500)
    until = forms.DateField(required=False)
    owner = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids: Any = self.fields["ids"]
        ids.choices = [(v, v) for v in self.data.getlist("ids") if v.isdecimal()] if self.data else []  # type: ignore[attr-defined]
        owner: Any = self.fields["owner"]
        owner.choices = [("", ""), *member_choices()]

    def clean_owner(self) -> Member | None:
        pk = self.cleaned_data["owner"]
        return org.get_member(pk) if pk else None


class ListInput(forms.Form):
    """A list of topics as a file."""

    file = forms.FileField(label=_("选题清单"), help_text=_("xlsx 或 csv，第一行是列名，最多 500 行。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv"


class IdeaTopicInput(forms.Form):
    """In which department an idea is put forward."""

    unit = forms.TypedChoiceField(label=_("部门"), coerce=int)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = {u.pk: u for u in queries.units_for(member, "content.topic.propose")}
        unit: Any = self.fields["unit"]
        unit.choices, unit.initial, self._units = (
            [(pk, u.name) for pk, u in units.items()],
            org.primary_unit_id(member),
            units,
        )

    def clean_unit(self) -> Any:
        return self._units[self.cleaned_data["unit"]]
