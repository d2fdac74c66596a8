"""What a simulation asks: who hands it in, for which department, with which facts; or a past case that brings all of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.approvals.blueprint import FactKind
from masthead.approvals.models import Case
from masthead.org.models import Member, Unit


class TrialForm(forms.Form):
    """A GET form; every fact that conditions may ask is a field of its own, left open when nobody says it."""

    requester = forms.TypedChoiceField(label=gettext_lazy("谁提交"), coerce=int)
    unit = forms.TypedChoiceField(
        label=gettext_lazy("属于哪个部门"), coerce=int, required=False, empty_value=None,
        help_text=gettext_lazy("不选就是提交人的部门。"),
    )  # fmt: skip

    def __init__(
        self,
        data: QueryDict | dict[str, Any] | None,
        *,
        members: Sequence[Member],
        units: Sequence[Unit],
        facts: Mapping[str, FactKind],
    ) -> None:
        super().__init__(data, auto_id="try-%s")
        self.facts = facts
        requester, unit = self.fields["requester"], self.fields["unit"]
        assert isinstance(requester, forms.ChoiceField)
        assert isinstance(unit, forms.ChoiceField)
        requester.choices = [("", _("请选择")), *((str(m.pk), m.name) for m in members)]
        unit.choices = [("", _("提交人的部门")), *((str(u.pk), u.name) for u in units)]
        for name, kind in facts.items():
            self.fields[f"f-{name}"] = field_of(kind)

    def values(self) -> dict[str, Any]:
        """{fact: value} of those that were said."""
        flags = {"true": True, "false": False}
        read: dict[str, Any] = {}
        for name, kind in self.facts.items():
            value = self.cleaned_data.get(f"f-{name}")
            read[name] = flags.get(value) if kind.type == "flag" and isinstance(value, str) else value
        return {name: value for name, value in read.items() if value not in (None, "", [])}


def field_of(kind: FactKind) -> forms.Field:
    """The field of one fact."""
    label = f"{kind.label}{_('（')}{kind.unit}{_('）')}" if kind.unit else str(kind.label)
    if kind.type == "number":
        return forms.IntegerField(label=label, required=False)
    if kind.type == "flag":
        return forms.ChoiceField(
            label=label, required=False, choices=[("", "—"), ("true", _("是")), ("false", _("否"))]
        )
    if kind.type == "choice" and kind.choices:
        return forms.ChoiceField(
            label=label, required=False, choices=[("", "—"), *((str(k), w) for k, w in kind.choices)]
        )
    return forms.CharField(label=label, required=False, max_length=200)


def data_of(case: Case, facts: Mapping[str, FactKind]) -> dict[str, Any]:
    """The fields as a past case would fill them."""
    said = {f"f-{name}": _plain(case.facts.get(name)) for name in facts if case.facts.get(name) is not None}
    return {"requester": str(case.requester_id), "unit": str(case.unit_id or ""), **said}


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value[0]) if isinstance(value, list) and value else str(value)
